"use client";

import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type { Sealing } from "@/domain/sealing/schema";
import { type Bytes, fromBase64, toBase64 } from "@/lib/bytes";

/** A passkey, the salt it was asked with, and the secret that it gives for that salt and nobody else can. */
export type Passkey = { readonly credential: string; readonly salt: Bytes; readonly given: Bytes };

export const passkeysWork = () => browserSupportsWebAuthn();

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const base64url = (bytes: Uint8Array) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** What the passkey's pseudo-random function gave; the extension speaks of buffers where the rest of the protocol speaks of text. */
function givenBy(results: { readonly prf?: { readonly results?: { readonly first?: BufferSource } } }): Bytes | null {
  const first = results.prf?.results?.first;
  if (!first) return null;
  return first instanceof ArrayBuffer
    ? new Uint8Array(first)
    : Uint8Array.from(new Uint8Array(first.buffer, first.byteOffset, first.byteLength));
}

/**
 * Makes a passkey for unlocking. Nothing of it is proved to the server: its secret is the key. Null where this passkey gives no secret
 * (its authenticator lacks the PRF extension).
 */
export async function makePasskey({ person }: Sealing, name: string): Promise<Passkey | null> {
  const made = await startRegistration({
    optionsJSON: {
      challenge: base64url(random(32)),
      rp: { name: "Reading Room: what is sealed", id: window.location.hostname },
      user: { id: base64url(new TextEncoder().encode(`sealing:${person}`)), name, displayName: name },
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -257 },
      ],
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      attestation: "none",
      extensions: { prf: {} } as AuthenticationExtensionsClientInputs,
    },
  });
  return askPasskey(made.id, random(32));
}

/** Asks a passkey for its secret. Null where it gives none. */
export async function askPasskey(credential: string, salt: Bytes): Promise<Passkey | null> {
  const answer = await startAuthentication({
    optionsJSON: {
      challenge: base64url(random(32)),
      rpId: window.location.hostname,
      allowCredentials: [{ id: credential, type: "public-key" }],
      userVerification: "required",
      extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
    },
  });
  const given = givenBy(answer.clientExtensionResults as Parameters<typeof givenBy>[0]);
  return given && { credential, salt, given };
}

export const saltOf = (lock: { readonly salt: string }): Bytes => fromBase64(lock.salt);

import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { ask, Refusal } from "../ask";

type CreationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];
type RequestOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];

/** Why this page cannot use passkeys, or null. Browsers tie them to a host name, never to an address made of numbers. */
export function noPasskeysHere(): string | null {
  if (!browserSupportsWebAuthn()) return "This browser knows no passkeys.";
  if (/^[\d.]+$|^\[/.test(window.location.hostname)) return "Passkeys need a host name; this page was opened by a number.";
  return null;
}

/** Asks for a passkey and gives its answer to the server. Throws Refusal, also when the person turns away. */
export async function confirmByPasskey(): Promise<void> {
  const optionsJSON = await ask<RequestOptions>("/api/account/challenge", { method: "POST", body: { purpose: "confirm" } });
  const response = await startAuthentication({ optionsJSON }).catch(turnedAway);
  await ask("/api/account/confirm", { method: "POST", body: { factor: "passkey", response } });
}

export async function enrolPasskeyHere(name: string): Promise<void> {
  const optionsJSON = await ask<CreationOptions>("/api/account/challenge", { method: "POST", body: { purpose: "enrol" } });
  const response = await startRegistration({ optionsJSON }).catch(turnedAway);
  await ask("/api/account/passkeys", { method: "POST", body: { name, response } });
}

function turnedAway(error: { name?: string }): never {
  throw new Refusal(
    0,
    "refused",
    error.name === "InvalidStateError"
      ? "This device holds a passkey of yours already."
      : "The browser gave no passkey. Nothing was changed.",
    {},
  );
}

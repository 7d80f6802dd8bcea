import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { env } from "@/lib/env";

export type Enrolled = { readonly id: string; readonly transports: readonly string[] };
type Known = { readonly id: string; readonly publicKey: Uint8Array; readonly counter: number };

/** A passkey belongs to the host name of the application's address; browsers give none to an address made of numbers. */
function site() {
  const { origin, hostname } = new URL(env().NEXTAUTH_URL);
  return { expectedOrigin: origin, expectedRPID: hostname };
}

export function enrolOptions(person: { id: string; email: string; name: string }, known: readonly Enrolled[]) {
  return generateRegistrationOptions({
    rpName: "Reading Room",
    rpID: site().expectedRPID,
    userName: person.email,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.id),
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
  });
}

export function confirmOptions(known: readonly Enrolled[]) {
  return generateAuthenticationOptions({
    rpID: site().expectedRPID,
    userVerification: "required",
    allowCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
  });
}

/** The new passkey, or null when the browser's answer does not hold: another challenge, another site, nobody verified. */
export async function verifyEnrolment(response: unknown, challenge: string) {
  const verified = await verifyRegistrationResponse({
    ...site(),
    response: response as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: challenge,
    requireUserVerification: true,
  }).catch((): VerifiedRegistrationResponse => ({ verified: false }));
  return verified.verified ? verified.registrationInfo.credential : null;
}

/** The new counter of the passkey, or null when its signature does not hold. */
export async function verifyConfirmation(response: unknown, challenge: string, { id, publicKey, counter }: Known): Promise<number | null> {
  const verified = await verifyAuthenticationResponse({
    ...site(),
    response: response as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: challenge,
    credential: { id, publicKey: Uint8Array.from(publicKey), counter },
    requireUserVerification: true,
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

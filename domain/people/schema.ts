import * as z from "zod";
import { type Action, roles, sides } from "@/domain/access/permissions";

/** The actor as they may know themselves: who, for whom, how far, and what they may do now. */
export const Me = z.object({
  person: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  matter: z.object({ id: z.string(), caption: z.string() }),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.object({ rank: z.int(), name: z.string() }),
  undertaking: z.object({ signed: z.boolean(), orderVersion: z.int(), orderHash: z.string() }),
  actions: z.array(z.custom<Action>()),
  sessionExpiresAt: z.string(),
});
export type Me = z.infer<typeof Me>;

/** The order as it stands, and whether the reader has signed it. `hash` is the SHA-256 of `text` in UTF-8, in hexadecimal. */
export const Undertaking = z.object({
  version: z.int(),
  title: z.string(),
  text: z.string(),
  hash: z.string(),
  inForceFrom: z.string(),
  signed: z.boolean(),
  signedAt: z.string().nullable(),
  signedName: z.string().nullable(),
});
export type Undertaking = z.infer<typeof Undertaking>;

/** `hash` says which text was read; `name` is the signature as it was typed. */
export const SignUndertaking = z.object({
  hash: z.string().regex(/^[0-9a-fA-F]{64}$/, "The hash of the order that you read: 64 hexadecimal digits."),
  name: z.string().trim().min(1, "Type your name to sign.").max(200, "A name has at most 200 characters."),
});
export type SignUndertaking = z.infer<typeof SignUndertaking>;

/** Someone with access to the matter, now or before. */
export const Person = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.object({ rank: z.int(), name: z.string() }),
  grantedAt: z.string(),
  endedAt: z.string().nullable(),
  undertakingSignedAt: z.string().nullable(),
  suspendedAt: z.string().nullable(),
  firstSeenAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

export const SuspendPerson = z.object({
  id: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(2_000, "A reason has at most 2,000 characters."),
});
export type SuspendPerson = z.infer<typeof SuspendPerson>;

/** A token for scripts: acts as the person until it expires or they are suspended. */
export const CreateToken = z.object({ email: z.email().toLowerCase(), name: z.string().trim().min(1).max(60), expiresAt: z.date() });
export type CreateToken = z.infer<typeof CreateToken>;

import * as z from "zod";

const Used = z.object({ id: z.string(), enrolledAt: z.string(), usedAt: z.string().nullable() });

/**
 * What the actor proves themselves with. `asked`: the order asks for a second factor. `firstPassword`: the password is one they were
 * handed. `confirmed` and `fresh` are of this session: `fresh` is "all" while the last confirmation is recent enough for any deed.
 */
export const Factors = z.object({
  asked: z.boolean(),
  firstPassword: z.boolean(),
  totp: Used.nullable(),
  passkeys: z.array(Used.extend({ name: z.string() })),
  recoveryCodes: z.int(),
  confirmed: z.boolean(),
  fresh: z.enum(["all", "export", "none"]),
});
export type Factors = z.infer<typeof Factors>;

// What a browser answers for a passkey is looked at by the library that verifies it; here only that it is one.
const answer = z.looseObject({ id: z.string().max(2_000), response: z.looseObject({}) });

/** A factor, given: the code of the app, a passkey's answer to its challenge, a recovery code, or the password where there is no factor. */
export const Confirm = z.discriminatedUnion("factor", [
  z.object({
    factor: z.literal("totp"),
    code: z
      .string()
      .max(20)
      .transform(digits)
      .pipe(z.string().regex(/^\d{6}$/, "Six digits.")),
  }),
  z.object({ factor: z.literal("passkey"), response: answer }),
  z.object({ factor: z.literal("recovery"), code: z.string().max(60) }),
  z.object({ factor: z.literal("password"), password: z.string().max(1_000) }),
]);
export type Confirm = z.infer<typeof Confirm>;

function digits(code: string): string {
  return code.replaceAll(/\D/g, "");
}

export const Confirmed = z.object({ confirmed: z.literal(true) });
export type Confirmed = z.infer<typeof Confirmed>;

/** What a passkey is asked for: to be enrolled, or to confirm. The answer is what the browser's own function takes. */
export const AskChallenge = z.object({ purpose: z.enum(["enrol", "confirm"]) });
export type AskChallenge = z.infer<typeof AskChallenge>;

export const EnrolPasskey = z.object({
  name: z.string().trim().min(1, "Say what it is, as “work laptop”.").max(100, "A name has at most 100 characters."),
  response: answer,
});
export type EnrolPasskey = z.infer<typeof EnrolPasskey>;

/** The secret for an authenticator app, shown this once: as text, as an address, and as a picture, the outline of its dark modules. */
export const StartedTotp = z.object({ secret: z.string(), uri: z.string(), qr: z.object({ size: z.int(), path: z.string() }) });
export type StartedTotp = z.infer<typeof StartedTotp>;

export const EnrolTotp = z.object({
  code: z
    .string()
    .max(20)
    .transform(digits)
    .pipe(z.string().regex(/^\d{6}$/, "Six digits.")),
});
export type EnrolTotp = z.infer<typeof EnrolTotp>;

export const RemoveFactor = z.object({ id: z.uuid() });
export type RemoveFactor = z.infer<typeof RemoveFactor>;

/** Ten codes, each good once, shown this once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const ChangePassword = z.object({
  current: z.string().max(1_000),
  password: z.string().min(12, "At least twelve characters: a few words do.").max(1_000, "A password has at most 1,000 characters."),
});
export type ChangePassword = z.infer<typeof ChangePassword>;

/** A session of a browser, a token or a command that speaks for the actor now. `here`: the one that asks. */
export const Session = z.object({
  id: z.string(),
  kind: z.enum(["browser", "token", "command"]),
  label: z.string(),
  matter: z.string(),
  device: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  factor: z.string().nullable(),
  exports: z.boolean(),
  here: z.boolean(),
});
export type Session = z.infer<typeof Session>;

export const EndSession = z.object({ id: z.uuid() });
export type EndSession = z.infer<typeof EndSession>;

/** All others of one's own; tokens too, if asked. */
export const EndOthers = z.object({ tokens: z.stringbool().default(false) });
export type EndOthers = z.infer<typeof EndOthers>;

export const Ended = z.object({ ended: z.int() });
export type Ended = z.infer<typeof Ended>;

/** A token for scripts, of one's own. `exports`: it may ask for exports and download them; such a one lives at most 30 days. */
export const MakeToken = z
  .object({
    name: z.string().trim().min(1, "Say what it is for.").max(60, "A name has at most 60 characters."),
    days: z.coerce.number("A number of days.").int().min(1).max(365).default(90),
    exports: z.coerce.boolean().default(false),
  })
  .refine(({ exports, days }) => !exports || days <= 30, { path: ["days"], message: "A token that may export lives at most 30 days." });
export type MakeToken = z.infer<typeof MakeToken>;

export const MadeToken = z.object({ id: z.string(), token: z.string(), expiresAt: z.string() });
export type MadeToken = z.infer<typeof MadeToken>;

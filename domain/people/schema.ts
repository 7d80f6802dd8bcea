import * as z from "zod";
import { type Action, roles, sides, sidesOf } from "@/domain/access/permissions";
import { OrderSettings, OrderText } from "@/domain/orders/schema";

/** The actor as they may know themselves: who, for whom, how far, and what they may do now. */
export const Me = z.object({
  person: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  matter: z.object({ id: z.string(), caption: z.string() }),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.object({ rank: z.int(), name: z.string() }),
  undertaking: z.object({ signed: z.boolean(), orderVersion: z.int(), orderHash: z.string() }),
  actions: z.array(z.custom<Action>()),
  matters: z.int(),
  sessionExpiresAt: z.string(),
});
export type Me = z.infer<typeof Me>;

/** What somebody signed before the order changed: the version, its words and numbers, when, and by which name. */
export const EarlierSignature = z.object({ order: OrderText, signedAt: z.string(), signedName: z.string() });
export type EarlierSignature = z.infer<typeof EarlierSignature>;

/**
 * The order as it stands, and whether the reader has signed it. `hash` is the SHA-256 of `text` in UTF-8, in hexadecimal. A signature to
 * an earlier version binds as long as the text is the same and the order does not ask to be signed again; `earlier` is the last one where
 * it is not of the present version.
 */
export const Undertaking = z.object({
  version: z.int(),
  title: z.string(),
  text: z.string(),
  hash: z.string(),
  inForceFrom: z.string(),
  signed: z.boolean(),
  signedAt: z.string().nullable(),
  signedName: z.string().nullable(),
  settings: OrderSettings,
  reason: z.string().nullable(),
  earlier: EarlierSignature.nullable(),
});
export type Undertaking = z.infer<typeof Undertaking>;

/** `hash` says which text was read; `name` is the signature as it was typed. */
export const SignUndertaking = z.object({
  hash: z.string().regex(/^[0-9a-fA-F]{64}$/, "The hash of the order that you read: 64 hexadecimal digits."),
  name: z.string().trim().min(1, "Type your name to sign.").max(200, "A name has at most 200 characters."),
});
export type SignUndertaking = z.infer<typeof SignUndertaking>;

/** Since when somebody may not prosecute patents in the field of what they were shown, and until which day; null while the action goes on. */
export const ProsecutionBar = z.object({ since: z.string(), until: z.string().nullable() });
export type ProsecutionBar = z.infer<typeof ProsecutionBar>;

/**
 * Someone with access to the matter, now or before. `clearedAt` null: an expert who waits. `firstAccess`: when each tier was shown to them
 * first; what carries a prosecution bar began it.
 */
export const Person = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.object({ rank: z.int(), name: z.string() }),
  grantedAt: z.string(),
  endedAt: z.string().nullable(),
  clearedAt: z.string().nullable(),
  undertakingSignedAt: z.string().nullable(),
  suspendedAt: z.string().nullable(),
  firstSeenAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  firstAccess: z.array(z.object({ tier: z.int(), name: z.string(), at: z.string() })),
  prosecutionBar: ProsecutionBar.nullable(),
});
export type Person = z.infer<typeof Person>;

export const SuspendPerson = z.object({
  id: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(2_000, "A reason has at most 2,000 characters."),
});
export type SuspendPerson = z.infer<typeof SuspendPerson>;

/** How much more somebody may be shown, for how long, and why. */
export const ReleaseBudget = z
  .object({
    id: z.uuid(),
    views: z.coerce.number("A number of looks.").int().min(0).max(1_000_000).default(0),
    characters: z.coerce.number("A number of characters.").int().min(0).max(1_000_000_000).default(0),
    hours: z.coerce.number("A number of hours.").int().min(1, "At least an hour.").max(720, "At most 720 hours.").default(24),
    reason: z.string().trim().min(3, "Say why, in a few words.").max(2_000, "A reason has at most 2,000 characters."),
  })
  .refine(({ views, characters }) => views + characters > 0, "Say how many looks or characters more.");
export type ReleaseBudget = z.infer<typeof ReleaseBudget>;

export const ReleasedBudget = z.object({ id: z.string(), until: z.string() });
export type ReleasedBudget = z.infer<typeof ReleasedBudget>;

/** The same question of every deed that ends what somebody has: who, and why. */
export const EndPerson = SuspendPerson;
export type EndPerson = SuspendPerson;

/** `password`: give them a new first password as well, for one that was lost. */
export const ResetPerson = SuspendPerson.extend({ password: z.coerce.boolean().default(false) });
export type ResetPerson = z.infer<typeof ResetPerson>;

/** `password` is shown this once; null where none was asked for. */
export const ResetDone = z.object({ id: z.string(), password: z.string().nullable() });
export type ResetDone = z.infer<typeof ResetDone>;

const sentence = new Intl.ListFormat("en", { type: "disjunction" });

/** Who is admitted, for whom, as what, and up to which tier: 0 is no content, 1 the order's first. Whoever reads content needs one named. */
export const AddPerson = z
  .object({
    email: z.email("An e-mail address, as name@example.org.").toLowerCase(),
    name: z.string().trim().min(1, "Say their name.").max(200, "A name has at most 200 characters."),
    side: z.enum(sides),
    role: z.enum(roles),
    tier: z.coerce.number("A tier is a number from 0 to 9.").int().min(0).max(9).optional(),
  })
  .superRefine(({ side, role, tier }, { addIssue }) => {
    const allowed = sidesOf[role];
    if (!allowed.includes(side))
      addIssue({ code: "custom", message: `The role of ${role} acts for ${sentence.format(allowed)}, not for ${side}.` });
    else if (tier === undefined && (side === "plaintiff" || side === "defense"))
      addIssue({ code: "custom", path: ["tier"], message: "Say how far their access reaches: 1 is the order's first tier, 0 no content." });
  })
  .transform(({ tier, ...person }) => ({ ...person, tier: tier ?? 0 }));
export type AddPerson = z.infer<typeof AddPerson>;

/**
 * `password` is shown this once and kept nowhere; null for somebody who has one already, from another matter. `pending`: an expert who is
 * not cleared yet, to whom nothing opens but the order.
 */
export const AddedPerson = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.int(),
  pending: z.boolean(),
  password: z.string().nullable(),
});
export type AddedPerson = z.infer<typeof AddedPerson>;

/** A token for scripts, made at the terminal of the host: acts as the person until it expires or they are suspended. */
export const CreateToken = z.object({
  email: z.email().toLowerCase(),
  name: z.string().trim().min(1).max(60),
  expiresAt: z.date(),
  exports: z.boolean().default(false),
});
export type CreateToken = z.infer<typeof CreateToken>;

import * as z from "zod";
import { sides } from "@/domain/access/permissions";

const control = z.string().trim().min(1, "Name the conversation by its control number.").max(40);
const turn = z.coerce.number("A turn, as 4.").int().min(0).max(9_999_999).default(0);
const tier = z.coerce.number("A tier is a number from 1 to 9.").int().min(1).max(9);
const said = (ask: string, most = 10_000) =>
  z
    .string()
    .trim()
    .min(3, ask)
    .max(most, `At most ${most.toLocaleString("en-GB")} characters.`);

/** Designates a conversation, or with `turn` one turn of it, to `tier`. */
export const SetDesignation = z.object({ conversation: control, turn, tier, reason: said("State the reason, in a few words.", 2_000) });
export type SetDesignation = z.infer<typeof SetDesignation>;

/** Says that a designation should be of the lower tier `tier`, on what grounds, and how the sides conferred. */
export const ChallengeDesignation = z.object({
  conversation: control,
  turn,
  tier,
  grounds: said("State the grounds, in a few words."),
  conferred: said("Say when and how the sides conferred, or will.", 2_000),
});
export type ChallengeDesignation = z.infer<typeof ChallengeDesignation>;

export const EndChallenge = z.object({ id: z.uuid(), reason: said("State the reason, in a few words.") });
export type EndChallenge = z.infer<typeof EndChallenge>;

/** `waived`: confirmed that the period to move has ended without a motion. */
export const RuleOnChallenge = z.object({
  id: z.uuid(),
  ruling: z.enum(["kept", "lowered", "waived"], "The designation is kept, lowered or waived."),
  reason: said("Say what the court ordered, and where: the docket number."),
});
export type RuleOnChallenge = z.infer<typeof RuleOnChallenge>;

const rank = z.object({ rank: z.int(), name: z.string() });
const deed = z.object({ by: z.string(), at: z.string() });

/** A challenge to a designation, which stands until `ended`. `answerBy` and `moveBy` are last days where the court is; that they are over does nothing. */
export const Challenge = z.object({
  id: z.string(),
  conversation: z.string(),
  turn: z.int(),
  tier: rank,
  asked: rank,
  grounds: z.string(),
  conferred: z.string(),
  side: z.enum(sides),
  made: deed,
  answerBy: z.object({ day: z.string(), over: z.boolean() }),
  moveBy: z.object({ day: z.string(), over: z.boolean() }),
  answer: deed.extend({ text: z.string() }).nullable(),
  ended: deed.extend({ outcome: z.enum(["dropped", "withdrawn", "kept", "lowered", "waived"]), text: z.string() }).nullable(),
});
export type Challenge = z.infer<typeof Challenge>;

/** One designation after delivery. */
export const Designation = z.object({
  id: z.string(),
  conversation: z.string(),
  turn: z.int(),
  was: rank,
  tier: rank,
  reason: z.string(),
  set: deed.extend({ side: z.enum(sides) }),
});
export type Designation = z.infer<typeof Designation>;

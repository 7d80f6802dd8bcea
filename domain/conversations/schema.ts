import * as z from "zod";
import { flags } from "./flags";

/** How far the order opens a volume: whole conversations, one prompt with its output at a time, what matches the works, or no text. */
export const disclosures = ["complete", "pair", "matched", "aggregate"] as const;

export const controlNumber = z.string().regex(/^[A-Z][A-Z0-9]{0,19}-\d{9}$/, "A control number, as DEMO-000000001");

/**
 * `turns` is a window, FROM-TO, counted from 1, at most 200 turns. `purpose` is the reason to open more than a pair where the order asks for one. `q`: a query
 * whose regular expressions are to be found in these turns, so that they can be marked.
 */
export const ViewConversation = z.object({
  id: z.string().max(40),
  turns: z
    .string()
    .regex(/^\d{1,7}-\d{1,7}$/, "A window of turns, as 1-50")
    .optional(),
  purpose: z.string().max(500).optional(),
  q: z.string().max(2_000, "A query has at most 2,000 characters.").optional(),
});
export type ViewConversation = z.infer<typeof ViewConversation>;

/** Turns to be printed, both included, at most 200 at a time, and why. */
export const PrintConversation = z.object({
  id: z.string().max(40),
  from: z.coerce.number("A turn, as 1.").int().min(1).max(9_999_999),
  to: z.coerce.number("A turn, as 20.").int().min(1).max(9_999_999),
  reason: z.string().trim().min(3, "State why it is printed.").max(500, "A reason has at most 500 characters."),
});
export type PrintConversation = z.infer<typeof PrintConversation>;

/** How many characters were copied from the screen. What they were is not told. */
export const CopyConversation = z.object({ id: z.string().max(40), characters: z.coerce.number().int().min(1).max(100_000_000) });
export type CopyConversation = z.infer<typeof CopyConversation>;
/** `left`: how many more the order allows within 24 hours. */
export const Copied = z.object({ left: z.int() });
export type Copied = z.infer<typeof Copied>;

export const TurnRole = z.enum(["prompt", "output", "system", "tool"]);
export type TurnRole = z.infer<typeof TurnRole>;

/** A stretch of a text, in UTF-16 units, its end not included. */
export const Mark = z.object({ start: z.int(), end: z.int() });

/**
 * One thing that was said. `at` and `model` only where they were delivered. Where the order coarsens metadata a model that too few conversations go by is
 * `other`, and there is no `at`: `elapsed` says in minutes what had passed since the first moment that the conversation states, whole minutes, and whole hours from a day on. `withheld` is the tier of a turn above the reader: its text is
 * then empty. `tier`: that of a turn which was designated by itself. `masked`: how many stretches of the text are covered by a placeholder.
 * `found`: which regular expressions of the query are true of the text, and where, in UTF-16 units; only where a query with one was sent along.
 */
export const Turn = z.object({
  turn: z.int().positive(),
  role: TurnRole,
  text: z.string(),
  at: z.string().optional(),
  elapsed: z.int().optional(),
  model: z.string().optional(),
  withheld: z.string().optional(),
  tier: z.int().optional(),
  masked: z.int().optional(),
  found: z.array(z.object({ pattern: z.string(), marks: z.array(Mark) })).optional(),
});
export type Turn = z.infer<typeof Turn>;

export const Conversation = z.object({
  id: z.string(),
  controlNumber: z.string(),
  volume: z.string(),
  disclosure: z.enum(disclosures),
  model: z.string().nullable(),
  language: z.string().nullable(),
  month: z.string().nullable(),
  turns: z.int(),
  words: z.int(),
  tier: z.int(),
  flags: z.array(z.enum(flags)),
  /** The newer version of it, by number, where a later volume took the place of this one; and the older one. `changed`: other words were said. */
  supersededBy: z.string().optional(),
  supersedes: z.string().optional(),
  changed: z.boolean().optional(),
});
export type Conversation = z.infer<typeof Conversation>;

/**
 * `entry` and `at` are the number and the time of the entry that this look is in the log. `unmarked`: where the query's regular expressions are found is not
 * told, since that took too long or are more places than are marked.
 */
export const ConversationWindow = z.object({
  conversation: Conversation,
  from: z.int(),
  to: z.int(),
  items: z.array(Turn),
  entry: z.string(),
  at: z.string(),
  unmarked: z.boolean().optional(),
});
export type ConversationWindow = z.infer<typeof ConversationWindow>;

/**
 * What came with a conversation, labelled as delivered, and where in the delivery it lay. Where the order coarsens metadata, moments and identifiers
 * that hold one are replaced by “[moment not shown]”, and what too few conversations of the matter have or say by “[small class not shown]”. `withheld`: the tier of a turn above the reader,
 * for which metadata and branches stay shut.
 */
export const Source = z.object({
  file: z.string(),
  line: z.int(),
  byteOffset: z.int(),
  byteLength: z.int(),
  sha256: z.string(),
  sourceId: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  branches: z.array(
    z.object({ after: z.int(), turns: z.array(Turn.omit({ turn: true, withheld: true, tier: true, masked: true, found: true })) }),
  ),
  withheld: z.string().nullable(),
  entry: z.string(),
  at: z.string(),
});
export type Source = z.infer<typeof Source>;

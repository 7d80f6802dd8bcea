import * as z from "zod";
import { sides } from "@/domain/access/permissions";
import type { EntityType } from "@/domain/deid/schema";
import { Paging } from "@/lib/page";

/** What a reviewer may call what was left: the detector's classes that say who somebody is, and whatever has no class. */
export const leakTypes = [
  "PERSON",
  "EMAIL_ADDRESS",
  "PHONE_NUMBER",
  "ADDRESS",
  "DATE_TIME",
  "ACCOUNT_NUMBER",
  "NATIONAL_ID",
  "CREDIT_CARD",
  "SECRET",
  "IP_ADDRESS",
  "URL",
  "ORGANIZATION",
  "LOCATION",
  "OTHER",
] as const satisfies readonly (EntityType | "OTHER")[];
export const LeakType = z.enum(leakTypes, "A class: PERSON, EMAIL_ADDRESS, PHONE_NUMBER, ADDRESS and so on, or OTHER.");
export type LeakType = z.infer<typeof LeakType>;

const reason = z.string().trim().min(3, "State the reason, in a few words.").max(2_000, "A reason has at most 2,000 characters.");
const offset = z.coerce.number("A place, in UTF-16 units of the turn as it is shown.").int().min(0).max(100_000_000);

/**
 * Masks for everyone, at once. With `turn`, `start` and `end`: that stretch, half open, in UTF-16 units of the turn as it was shown; `quote` is what
 * stood there, so that nothing else is masked if the turn has changed meanwhile. With `turn` alone that turn, without it the whole conversation:
 * those two are for the producing side and its host.
 */
export const MakeRedaction = z
  .object({
    conversationId: z.string().trim().min(1, "Name the conversation by its control number.").max(40),
    turn: z.coerce.number("A turn, as 4.").int().min(1).max(9_999_999).optional(),
    start: offset.optional(),
    end: offset.optional(),
    quote: z.string().max(4_000).optional(),
    type: LeakType.default("OTHER"),
    reason,
  })
  .refine(({ turn, start, end }) => (start === undefined) === (end === undefined) && (start === undefined || turn !== undefined), {
    path: ["start"],
    message: "A stretch has its turn, a start and an end.",
  })
  .refine(({ start, end }) => start === undefined || end === undefined || start < end, {
    path: ["end"],
    message: "A stretch ends after it starts.",
  });
export type MakeRedaction = z.infer<typeof MakeRedaction>;
export type ReportLeak = MakeRedaction & { readonly turn: number; readonly start: number; readonly end: number };
export type ClawBack = Pick<MakeRedaction, "conversationId" | "turn" | "reason">;

/** What is put in the place of a stretch, and whether that had been done before. `label` is null where a conversation was withdrawn. */
export const Made = z.object({ id: z.string(), label: z.string().nullable(), already: z.boolean() });
export type Made = z.infer<typeof Made>;

/** `everywhere`: with it, what was masked because the same words stood there. */
export const LiftRedaction = z.object({ id: z.uuid(), reason, everywhere: z.stringbool().or(z.boolean()).default(false) });
export type LiftRedaction = z.infer<typeof LiftRedaction>;

/** `waiting`: only reports of which somebody has to decide where else to mask, or whose words are still looked for. */
export const ListRedactions = Paging.extend({ waiting: z.stringbool().or(z.boolean()).default(false) });
export type ListRedactions = z.infer<typeof ListRedactions>;

/**
 * `running`; `done`; `too_many`: it stopped where more places were found than anybody could decide about; `lifted` before it was done.
 * `stalled`: nobody has carried it on for a minute. `open` places wait for a decision.
 */
export const LeakSearch = z.object({
  state: z.enum(["running", "done", "too_many", "lifted"]),
  found: z.int(),
  open: z.int(),
  stalled: z.boolean(),
});
export type LeakSearch = z.infer<typeof LeakSearch>;

/**
 * A newer volume to which a redaction could not be carried over: the version in which its words were not found, null where none is known. `settled`
 * is what somebody wrote who looked, null while nobody has.
 */
export const LostCover = z.object({ volume: z.string(), conversation: z.string().nullable(), settled: z.string().nullable() });
export type LostCover = z.infer<typeof LostCover>;

const side = z.enum(sides);
/**
 * One redaction, in force until `lifted`. Without `turn` the conversation is withdrawn. What is masked is said nowhere. `placed.by` is null for the
 * side that did not place it, `search` for whoever does not decide about what it finds. `origin`: the report whose words stood here as well.
 * `carriedFrom`: the older version in which it was placed; `carries`: it holds in newer ones too; `lost` has the first twenty, for whoever decides and for the court.
 */
export const Redaction = z.object({
  id: z.string(),
  conversation: z.string(),
  turn: z.int().nullable(),
  type: LeakType.nullable(),
  label: z.string().nullable(),
  reason: z.string(),
  origin: z.string().nullable(),
  carriedFrom: z.string().nullable(),
  carries: z.boolean(),
  lost: z.array(LostCover),
  placed: z.object({ by: z.string().nullable(), side, at: z.string() }),
  lifted: z.object({ by: z.string(), side, at: z.string(), reason: z.string() }).nullable(),
  search: LeakSearch.nullable(),
});
export type Redaction = z.infer<typeof Redaction>;

export const ReadRedaction = z.object({ id: z.uuid() });
export type ReadRedaction = z.infer<typeof ReadRedaction>;

/**
 * A place where the words of a report stand as well, and which waits for a decision. What stands there is not said. A `turn` below 0 is a piece of what
 * came along beside the turns: of delivered metadata, another branch, the id at the source.
 */
export const LeakPlace = z.object({ id: z.string(), conversation: z.string(), turn: z.int() });
export type LeakPlace = z.infer<typeof LeakPlace>;

/** A report with the first 200 places that wait. */
export const RedactionDetail = Redaction.extend({ places: z.array(LeakPlace) });
export type RedactionDetail = z.infer<typeof RedactionDetail>;

/** `masked`: whether these places are masked too, or left as they are. */
export const DecidePlaces = z.object({
  id: z.uuid(),
  masked: z.stringbool().or(z.boolean()),
  places: z
    .array(z.string().regex(/^\d{1,18}$/, "A place, by its id."))
    .min(1, "Name the places.")
    .max(200, "At most 200 places at a time."),
});
export type DecidePlaces = z.infer<typeof DecidePlaces>;
/** How many were decided about, and how many still wait. */
export const Decided = z.object({ id: z.string(), decided: z.int(), open: z.int() });
export type Decided = z.infer<typeof Decided>;

/** What was done where a redaction could not be carried over, or that there is nothing to do. */
export const SettleLost = z.object({ id: z.uuid(), reason });
export type SettleLost = z.infer<typeof SettleLost>;
export const Settled = z.object({ id: z.string(), settled: z.int() });
export type Settled = z.infer<typeof Settled>;

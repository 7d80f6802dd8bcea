import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";
import { pageOf } from "@/lib/page";

const example = "A day, as 2026-04-30, or a moment, as 2026-04-30T09:00:00Z";
// There is no year 0 in the database's calendar.
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], example).refine((at) => at >= "0001", example);
const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat().filter((item) => item !== ""));

export const Outcome = z.enum(["done", "refused", "failed"]);
export type Outcome = z.infer<typeof Outcome>;

/**
 * Which entries. `person` is an e-mail address or an id; `object` a kind with its name (`conversation:DEMO-000000001`) or the name
 * alone; `id` names single entries by their numbers. Days are whole, in UTC, both included. The newest come first; `after` goes on to older ones.
 */
export const ReadLog = z.object({
  person: z.string().max(320).optional(),
  action: list.optional(),
  object: z.string().max(200).optional(),
  outcome: Outcome.optional(),
  id: list.pipe(z.array(z.string().regex(/^\d{1,18}$/, "The number of an entry.")).max(200)).optional(),
  from: moment.optional(),
  to: moment.optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, "Send the `next` of the page before.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
export type ReadLog = z.infer<typeof ReadLog>;

/** The purpose that the boxes of entries are bound to. */
export const SEALED_DETAIL = "audit.detail";

/** What only the acting side can open, or the court where the order lets it: a box of lib/seal.ts in base64, encrypted to the reader's side's key of that epoch, and what it commits to. */
export const OwnDetail = z.object({ epoch: z.int(), box: z.string(), commitment: z.string() });
export type OwnDetail = z.infer<typeof OwnDetail>;

/**
 * One line of the log. `what` says the action in words, `shown` the conversations of which something was shown, `detail` the other
 * public facts. `sealed`: it also says something that only the acting side may read; the actor finds that, in their own entries, in `own`,
 * encrypted to their side.
 */
export const LogEntry = z.object({
  id: z.string(),
  at: z.string(),
  person: z.object({ id: z.string().nullable(), email: z.string().nullable() }),
  side: z.enum(sides).nullable(),
  role: z.enum(roles).nullable(),
  session: z.string().nullable(),
  action: z.string(),
  what: z.string(),
  object: z.string().nullable(),
  outcome: Outcome,
  reason: z.string().nullable(),
  shown: z.object({ count: z.int(), controlNumbers: z.array(z.string()) }).nullable(),
  detail: z.record(z.string(), z.unknown()),
  sealed: z.boolean(),
  own: OwnDetail.nullable(),
});
export type LogEntry = z.infer<typeof LogEntry>;

export const LogPage = pageOf(LogEntry);
export type LogPage = z.infer<typeof LogPage>;

/** One line of entries.ndjson: its place in the tree, every column, `leaf` in base64 as it is hashed, `commitment` in hexadecimal. */
export const ExportedEntry = z.object({
  index: z.int(),
  id: z.string(),
  at: z.string(),
  matter: z.string().nullable(),
  person: z.string().nullable(),
  email: z.string().nullable(),
  side: z.enum(sides).nullable(),
  role: z.enum(roles).nullable(),
  session: z.string().nullable(),
  action: z.string(),
  object: z.string().nullable(),
  outcome: Outcome,
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  commitment: z.string().nullable(),
  request: z.string().nullable(),
  leaf: z.string(),
});
export type ExportedEntry = z.infer<typeof ExportedEntry>;

import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";
import { LogEntry } from "@/domain/audit/schema";
import { FlagKind } from "@/domain/flags/schema";
import { Day } from "@/domain/reports/schema";

/** What some entries come to. `different`: conversations opened that the person had never opened before. */
export const Sums = z.object({
  entries: z.int(),
  sessions: z.int(),
  opened: z.int(),
  different: z.int(),
  turns: z.int(),
  characters: z.int(),
  searches: z.int(),
  listed: z.int(),
  counts: z.int(),
  exported: z.int(),
  downloads: z.int(),
  refused: z.int(),
});
export type Sums = z.infer<typeof Sums>;

/** How far these numbers reach: the leaves of the log that they cover, and when the newest of them was written. */
export const AsOf = z.object({ size: z.int(), at: z.string().nullable() });
export type AsOf = z.infer<typeof AsOf>;

/** The last `days` days up to and including the day of `until`, in UTC. */
export const Span = z.object({ until: z.iso.datetime(), days: z.coerce.number().int().min(1).max(366).default(30) });
export type Span = z.infer<typeof Span>;

export const SideOfDay = Sums.extend({ day: z.string(), side: z.enum(sides).nullable() });
export type SideOfDay = z.infer<typeof SideOfDay>;
export const Overview = z.object({ days: z.array(z.string()), rows: z.array(SideOfDay), asOf: AsOf });
export type Overview = z.infer<typeof Overview>;

export const PersonSums = Sums.extend({
  id: z.string().nullable(),
  email: z.string().nullable(),
  side: z.enum(sides).nullable(),
  role: z.enum(roles).nullable(),
  lastHour: z.string().nullable(),
});
export type PersonSums = z.infer<typeof PersonSums>;
export const PeopleSums = z.object({ days: z.int(), items: z.array(PersonSums), asOf: AsOf });
export type PeopleSums = z.infer<typeof PeopleSums>;

export const ReadPerson = z.object({ id: z.uuid(), until: z.iso.datetime(), days: z.coerce.number().int().min(7).max(366).default(60) });
export type ReadPerson = z.infer<typeof ReadPerson>;
export const DaySums = Sums.extend({ day: z.string() });
export type DaySums = z.infer<typeof DaySums>;

/** The first look at material of a tier: when the clocks that hang on it began. */
export const FirstLook = z.object({ tier: z.int(), at: z.string(), entry: z.string() });
export type FirstLook = z.infer<typeof FirstLook>;
export const PersonActivity = z.object({
  person: z.object({ id: z.string(), email: z.string().nullable(), side: z.enum(sides).nullable(), role: z.enum(roles).nullable() }),
  days: z.array(z.string()),
  rows: z.array(DaySums),
  everything: Sums,
  firstLooks: z.array(FirstLook),
  sessions: z.array(LogEntry),
  refusals: z.array(LogEntry),
  departures: z.array(LogEntry),
  asOf: AsOf,
});
export type PersonActivity = z.infer<typeof PersonActivity>;

const below = z
  .string()
  .regex(/^\d{1,18}$/, "Send the `next` of the page before.")
  .optional();
/** A control number, and where the page before ended: `after` for looks, `listedAfter` for lists. */
export const ReadTrail = z.object({ id: z.string().trim().min(1).max(40), after: below, listedAfter: below });
export type ReadTrail = z.infer<typeof ReadTrail>;
const pageOfEntries = z.object({ items: z.array(LogEntry), next: z.string().nullable() });
export const Trail = z.object({
  id: z.string(),
  looks: pageOfEntries,
  listed: pageOfEntries,
  readers: z.array(
    z.object({ email: z.string().nullable(), side: z.enum(sides).nullable(), looks: z.int(), first: z.string(), last: z.string() }),
  ),
  readersCut: z.boolean(),
  asOf: AsOf,
});
export type Trail = z.infer<typeof Trail>;

export const ReadDay = z.object({ day: Day });
export type ReadDay = z.infer<typeof ReadDay>;
export const HourSums = Sums.extend({ hour: z.int(), side: z.enum(sides).nullable() });
export type HourSums = z.infer<typeof HourSums>;
export const DayActivity = z.object({ day: z.string(), hours: z.array(HourSums), people: z.array(PersonSums), asOf: AsOf });
export type DayActivity = z.infer<typeof DayActivity>;

export const RefusalsSpan = Span.extend({ after: below });
export type RefusalsSpan = z.infer<typeof RefusalsSpan>;
/** Who was refused what how often in some days; `entries` the newest, of any day. */
export const Refusals = z.object({
  days: z.int(),
  total: z.int(),
  kinds: z.array(
    z.object({
      id: z.string().nullable(),
      email: z.string().nullable(),
      side: z.enum(sides).nullable(),
      action: z.string(),
      times: z.int(),
    }),
  ),
  entries: pageOfEntries,
  asOf: AsOf,
});
export type Refusals = z.infer<typeof Refusals>;

export const ReadDepartures = z.object({ after: below });
export type ReadDepartures = z.infer<typeof ReadDepartures>;
export const Departures = pageOfEntries;
export type Departures = z.infer<typeof Departures>;

/** What happened lately: at most a hundred entries above `after`, newest first. */
export const ReadLive = z.object({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export type ReadLive = z.infer<typeof ReadLive>;
/** One line of what happens now: who, what and of which object; nothing of what was asked or said. */
export const LiveLine = LogEntry.pick({
  id: true,
  at: true,
  person: true,
  side: true,
  role: true,
  action: true,
  object: true,
  outcome: true,
  reason: true,
}).extend({
  listed: z.int(),
});
export type LiveLine = z.infer<typeof LiveLine>;
export const Live = z.object({ items: z.array(LiveLine), at: z.string() });
export type Live = z.infer<typeof Live>;

/** A flag with the day it was found in. */
export const RaisedFlag = z.object({
  day: z.string(),
  kind: FlagKind,
  person: z.string().nullable(),
  email: z.string().nullable(),
  side: z.enum(sides).nullable(),
  role: z.enum(roles).nullable(),
  from: z.string(),
  to: z.string(),
  sentence: z.string(),
  entries: z.array(z.string()),
});
export type RaisedFlag = z.infer<typeof RaisedFlag>;
export const ListFlags = z.object({ kind: FlagKind.optional(), person: z.uuid().optional(), from: Day.optional(), to: Day.optional() });
export type ListFlags = z.infer<typeof ListFlags>;
/** `upTo`: the last day that was looked through; `cut`: days of which not every entry was. `more`: there are older ones than the 500 shown. */
export const Flags = z.object({
  items: z.array(RaisedFlag),
  upTo: z.string().nullable(),
  today: z.boolean(),
  cut: z.array(z.string()),
  more: z.boolean(),
});
export type Flags = z.infer<typeof Flags>;

export const Cosigned = z.object({ witness: z.string(), at: z.string() });
/** What the tree over the log is, what of it is signed and cosigned, and what no checkpoint covers yet. */
export const WitnessState = z.object({
  origin: z.string().nullable(),
  size: z.int(),
  keys: z.array(z.string()),
  waiting: z.object({ entries: z.int(), more: z.boolean(), oldest: z.string().nullable() }),
  checkpoint: z.object({ size: z.int(), root: z.string(), note: z.string(), at: z.string() }).nullable(),
  cosigned: z.object({ size: z.int(), at: z.string(), by: z.array(Cosigned) }).nullable(),
  recent: z.array(z.object({ size: z.int(), at: z.string(), by: z.array(Cosigned) })),
  hours: z.int(),
});
export type WitnessState = z.infer<typeof WitnessState>;

import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";

/** What may strike a monitor. Each is a question to ask somebody, never a finding. */
export const FlagKind = z.enum(["rate", "night", "sequence", "sweep", "haste", "session", "device", "refusals", "guesses", "budget"]);
export type FlagKind = z.infer<typeof FlagKind>;

const zone = z.string().refine(isZone, "A time zone, as America/New_York.");
const many = z.int().min(1).max(1_000_000);
const share = z.number().min(0.01).max(1);

/** Where a flag begins. The defaults let ordinary review pass (docs/flags.md says how that was tried); a matter may set each. */
export const FlagSettings = z
  .object({
    /** The zone of the matter, and of persons who work in another, by address. */
    zone: zone.default("UTC"),
    zones: z.record(z.string(), zone).default({}),
    /** How many days before count as somebody's habit. */
    habitDays: many.default(28),
    /** Looks in one hour: at least `floor`, and more than `factor` times the 99th percentile of the habit; without a habit `unknown`. */
    rate: z.object({ floor: many, factor: z.number().min(1).max(100), unknown: many, ceiling: many }).default({
      ...{ floor: 150, factor: 3, unknown: 300, ceiling: 600 },
    }),
    /** Looks and searches in one night, by whoever does not usually work at night. */
    night: z
      .object({ from: z.int().min(0).max(23), until: z.int().min(0).max(23), looks: many, usual: share })
      .default({ from: 22, until: 6, looks: 20, usual: 0.2 }),
    /** Neighbouring control numbers opened one after the other, each at most `step` further, with at most `strays` others between. */
    sequence: z.object({ length: many, step: many, strays: z.int().min(0).max(20) }).default({ length: 30, step: 2, strays: 2 }),
    /** A list of results of which more than `share` was opened within `minutes`. */
    sweep: z.object({ listed: many, share, minutes: many }).default({ listed: 20, share: 0.8, minutes: 10 }),
    /** Conversations opened one after the other with less than `seconds` for each. */
    haste: z.object({ looks: many, share, seconds: z.number().min(0.1).max(600) }).default({ looks: 30, share: 0.8, seconds: 3 }),
    /** Looks that change between two sessions. */
    session: z.object({ switches: many, minutes: many }).default({ switches: 10, minutes: 10 }),
    /** Attempts refused. */
    refusals: z.object({ times: many, minutes: many }).default({ times: 10, minutes: 10 }),
    /** Failed sign-ins in one name. */
    guesses: z.object({ times: many, minutes: many }).default({ times: 10, minutes: 60 }),
  })
  .prefault({});
export type FlagSettings = z.infer<typeof FlagSettings>;

/** What the monitor sets: every number, the zones included. */
export const SetFlags = FlagSettings;
export type SetFlags = FlagSettings;

/** The same as a form sends them: every number in one text of JSON. */
export const PutFlags = z
  .object({ settings: z.union([FlagSettings, z.string().max(20_000).transform(fromJson).pipe(FlagSettings)]) })
  .transform(({ settings }) => settings);

function fromJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "The limits are not JSON." });
    return z.NEVER;
  }
}

/** The settings that are kept, the zone being the order's where none is; what is kept and cannot be read counts as not set. */
export function settingsFor(kept: unknown, order: unknown): FlagSettings {
  const { timeZone } = (order ?? {}) as { timeZone?: unknown };
  const ofOrder = typeof timeZone === "string" && isZone(timeZone) ? { zone: timeZone } : {};
  const read = FlagSettings.safeParse({ ...ofOrder, ...(kept as object | null) });
  return read.success ? read.data : FlagSettings.parse(ofOrder);
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Something that strikes: whose, when, in a sentence, with what was measured and up to twenty entries that prove it. */
export const Flag = z.object({
  kind: FlagKind,
  person: z.string().nullable(),
  email: z.string().nullable(),
  side: z.enum(sides).nullable(),
  role: z.enum(roles).nullable(),
  from: z.string(),
  to: z.string(),
  sentence: z.string(),
  measured: z.record(z.string(), z.number()),
  entries: z.array(z.string()),
});
export type Flag = z.infer<typeof Flag>;

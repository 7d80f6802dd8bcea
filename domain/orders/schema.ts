import * as z from "zod";
import { type Described, personalSettings, settingGroups, told, whole } from "./setting-schema";

const day = z.iso.date("A day, as 2026-11-24.");

/**
 * How long a period is. The day of the event is not counted. `calendar` counts every day, and a period that would end on a Saturday, a
 * Sunday or a holiday of the order runs to the end of the next day that is none; `business` counts only days that are none.
 */
export const Period = z.object({ days: whole(0, 3_650), of: z.enum(["calendar", "business"]) });
export type Period = z.infer<typeof Period>;

const seats = z.object({ expert: whole(0, 10_000).nullable().default(null), counsel: whole(0, 10_000).nullable().default(null) });
/** The most people of a side in a role; null is no cap. */
export const Seats = z.object({ plaintiff: seats.prefault({}), defense: seats.prefault({}) });
export type Seats = z.infer<typeof Seats>;

const knownZone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const shape = {
  tiers: z
    .array(z.string().trim().min(1, "A tier has a name.").max(100, "A tier's name has at most 100 characters."))
    .min(1, "An order has a tier.")
    .max(9, "An order has at most nine tiers.")
    .default(["CONFIDENTIAL", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY"])
    .meta(
      told({
        group: "Designations",
        title: "Tiers",
        description: "The designations of confidentiality, the lowest first. What is delivered undesignated carries the highest.",
      }),
    ),
  legends: z
    .array(z.string().trim().max(300, "A legend has at most 300 characters."))
    .max(9)
    .default([])
    .meta(
      told({
        group: "Designations",
        title: "Legends",
        description:
          "The words that stand on what carries a tier, on the screen and in every file that leaves, in the order of the tiers. Where one is missing: the tier's name and “subject to protective order”.",
      }),
    ),
  producingSide: z
    .enum(["plaintiff", "defense"])
    .default("defense")
    .meta(
      told({
        group: "Designations",
        title: "Producing side",
        description: "Whose material this is: the side that designates it, and whose designations the other side may challenge.",
      }),
    ),
  prosecutionBarTier: whole(0, 9)
    .default(2)
    .meta(
      told({
        group: "Designations",
        title: "Prosecution bar, from tier",
        unit: "the number of a tier; 0 is no bar",
        description: "Whoever was shown material of this tier or a higher one may not prosecute patents in its field while the bar lasts.",
      }),
    ),
  prosecutionBarMonths: whole(0, 240)
    .default(24)
    .meta(
      told({
        group: "Designations",
        title: "Prosecution bar",
        unit: "months after the end of the action",
        description:
          "The bar begins for each person when that person is first shown such material, and ends so long after the action has ended.",
      }),
    ),
  actionEndedOn: day
    .nullable()
    .default(null)
    .meta(
      told({
        group: "Designations",
        title: "End of the action",
        unit: "a day, or none",
        description: "The day of final disposition, appeals included. While there is none, no prosecution bar has an end.",
      }),
    ),
  coarseningMinimum: whole(1, 1_000)
    .default(10)
    .meta(
      told({
        group: "Designations",
        title: "Smallest class in an aggregate",
        unit: "conversations",
        description: "A count that crosses sides is shown only for classes of at least so many; smaller ones are merged or withheld.",
      }),
    ),
  metadataMinimum: whole(1, 1_000)
    .default(5)
    .meta(
      told({
        group: "Designations",
        title: "Smallest class of metadata",
        unit: "conversations",
        description:
          "A month, model, language or class of lengths that fewer conversations have is shown to reviewers as “other”, together with the other small ones, and is found by that alone. Of the moment of a turn they are shown what had passed since the first one; 1 shows them everything.",
      }),
    ),
  ...personalSettings,
  seats: Seats.prefault({}).meta(
    told({
      group: "People",
      title: "Seats",
      unit: "people of a side in a role; empty is no cap",
      description: "How many experts and counsel a side may have admitted at once. Who waits for clearance takes no seat; clearance does.",
    }),
  ),
  expertDisclosure: z
    .boolean()
    .default(true)
    .meta(
      told({
        group: "People",
        title: "Experts are disclosed first",
        description: "An expert is disclosed to the other side, and reads nothing before somebody confirms that the way is clear.",
      }),
    ),
  idleMinutes: whole(1, 1_440)
    .default(30)
    .meta(told({ group: "Sessions", title: "Idle time", unit: "minutes", description: "A session ends after so long without activity." })),
  absoluteHours: whole(1, 168)
    .default(12)
    .meta(told({ group: "Sessions", title: "Longest session", unit: "hours", description: "A session ends after so long in any case." })),
  mfa: z
    .boolean()
    .default(true)
    .meta(
      told({ group: "Sessions", title: "Second factor", description: "Everybody signs in with a second factor besides the password." }),
    ),
  trustIdpMfa: z
    .boolean()
    .default(false)
    .meta(
      told({
        group: "Sessions",
        title: "A firm's own second factor counts",
        description:
          "Who comes by the sign-in of their firm, and is said there to have shown a second factor, is not asked for another one here.",
      }),
    ),
  stepUpMinutes: whole(1, 120)
    .default(5)
    .meta(
      told({
        group: "Sessions",
        title: "Proof for grave deeds",
        unit: "minutes",
        description: "How recently somebody must have proved who they are, to export, to release a hold, or to grant access.",
      }),
    ),
  viewsPerHour: whole(1, 1_000_000)
    .default(600)
    .meta(
      told({
        group: "Reading",
        title: "Looks in an hour",
        unit: "looks",
        description: "The most windows and result pages that one person is shown in an hour.",
      }),
    ),
  viewsPerDay: whole(1, 10_000_000)
    .default(5_000)
    .meta(
      told({ group: "Reading", title: "Looks in a day", unit: "looks", description: "The most that one person is shown in 24 hours." }),
    ),
  charactersPerDay: whole(1, 1_000_000_000)
    .default(20_000_000)
    .meta(
      told({ group: "Reading", title: "Text in a day", unit: "characters", description: "How much text one person is shown in 24 hours." }),
    ),
  copyCap: whole(0, 10_000_000)
    .default(20_000)
    .meta(
      told({
        group: "Reading",
        title: "Copied text in a day",
        unit: "characters",
        description: "How much one person may copy from the screen in 24 hours. A photograph is not stopped by it.",
      }),
    ),
  searchSeconds: whole(1, 600)
    .default(60)
    .meta(
      told({
        group: "Reading",
        title: "Longest search",
        unit: "seconds",
        description: "A search or a count that takes longer is broken off.",
      }),
    ),
  queryPrecedence: z
    .enum(["dtsearch", "sql"], "dtsearch or sql.")
    .default("dtsearch")
    .meta(
      told({
        group: "Reading",
        title: "What binds tighter in a query",
        unit: "dtsearch or sql",
        description:
          "With dtsearch, a AND b OR c is a AND (b OR c), as dtSearch reads it; with sql it is (a AND b) OR c. The reading beside every search shows the parentheses.",
      }),
    ),
  monitorReadsSealed: z
    .boolean()
    .default(false)
    .meta(
      told({
        group: "The log",
        title: "The monitor reads sealed details",
        description:
          "Whether what a side searches, codes and notes is also sealed to the court's monitor. From then on; nothing sealed before opens.",
      }),
    ),
  checkpointSeconds: whole(1, 3_600)
    .default(60)
    .meta(
      told({
        group: "The log",
        title: "Checkpoints",
        unit: "seconds",
        description: "While entries arrive, a signed checkpoint goes out at least so often.",
      }),
    ),
  witnessHours: whole(1, 720)
    .default(24)
    .meta(
      told({
        group: "The log",
        title: "Without a witness",
        unit: "hours",
        description: "How long reading goes on while no witness confirms the log. After that nothing opens until one does.",
      }),
    ),
  expertObjection: Period.default({ days: 14, of: "calendar" }).meta(
    told({
      group: "Clocks",
      title: "To object to an expert",
      unit: "days from disclosure",
      description: "Until then the other side may object.",
    }),
  ),
  challengeConfer: Period.default({ days: 14, of: "calendar" }).meta(
    told({
      group: "Clocks",
      title: "To answer a challenge",
      unit: "days from the challenge",
      description: "Until then the sides confer, and the producing side withdraws the designation or stands by it.",
    }),
  ),
  challengeMove: Period.default({ days: 21, of: "calendar" }).meta(
    told({
      group: "Clocks",
      title: "To move to keep a designation",
      unit: "days from the challenge",
      description:
        "Until then the producing side asks the court to keep it. If it does not, the court's monitor may confirm that it is waived.",
    }),
  ),
  timeZone: z
    .string()
    .refine(knownZone, "The name of a time zone, as America/New_York.")
    .default("America/New_York")
    .meta(told({ group: "Clocks", title: "Time zone", description: "Where a day of a clock begins and ends: the court's own zone." })),
  holidays: z
    .array(day)
    .max(400)
    .default([])
    .meta(
      told({
        group: "Clocks",
        title: "Holidays",
        unit: "days",
        description: "Days besides Saturdays and Sundays on which no period ends.",
      }),
    ),
};

/**
 * What an order sets. Every number is an example of one order, never of the code: the product reads it here, and the database from the
 * order in force. What an older version does not name has the default.
 */
export const OrderSettings = z.strictObject(shape);
export type OrderSettings = z.infer<typeof OrderSettings>;
export type SettingName = keyof OrderSettings;

/** The settings of a version as it is kept, with what it does not name filled in. */
export function settingsOf(kept: unknown): OrderSettings {
  return z.object(shape).parse(kept ?? {});
}

/** Every setting with its name, unit and meaning, group by group. */
export const settingList: readonly (Described & { readonly name: SettingName })[] = settingGroups.flatMap((group) =>
  (Object.keys(shape) as SettingName[])
    .map((name) => ({ name, ...(shape[name].meta() as unknown as Described) }))
    .filter((setting) => setting.group === group),
);

/** What is written on material of a tier, wherever it is shown or goes. Below 1 nothing of the content is open. */
export function legendOf({ tiers, legends }: Pick<OrderSettings, "tiers" | "legends">, rank: number): string {
  if (rank < 1) return "";
  return legends[rank - 1] || `${tiers[rank - 1] ?? `TIER ${rank}`} – SUBJECT TO PROTECTIVE ORDER`;
}

/** A version of the order. `hash` is of its text, `settingsHash` of its settings; a signature to version `bindsFrom` or a later one still binds. */
export const OrderVersion = z.object({
  version: z.int(),
  title: z.string(),
  hash: z.string(),
  settingsHash: z.string(),
  inForceFrom: z.string(),
  state: z.enum(["in_force", "to_come", "past"]),
  bindsFrom: z.int(),
  reason: z.string().nullable(),
  draftedBy: z.string().nullable(),
  putInForceBy: z.string().nullable(),
});
export type OrderVersion = z.infer<typeof OrderVersion>;

export const OrderText = z.object({ version: z.int(), title: z.string(), text: z.string(), settings: OrderSettings });
export type OrderText = z.infer<typeof OrderText>;

/** A version whole, with the one before it to compare. */
export const OrderDetail = OrderVersion.extend({ text: z.string(), settings: OrderSettings, before: OrderText.nullable() });
export type OrderDetail = z.infer<typeof OrderDetail>;

export const ReadOrder = z.object({ version: whole(1, 100_000) });
export type ReadOrder = z.infer<typeof ReadOrder>;

const reason = z.string().trim().min(3, "Say why, in a few words.").max(2_000, "A reason has at most 2,000 characters.");

/** The next version as it is proposed: all of it, made from version `base`. Without `inForceFrom` from the moment that it is put in force. */
export const DraftOrder = z.object({
  base: whole(1, 100_000),
  title: z.string().trim().min(1, "An order has a title.").max(300, "A title has at most 300 characters."),
  text: z
    .string()
    .max(400_000, "An order has at most 400,000 characters.")
    .refine((text) => text.trim() !== "", "The order has no text."),
  settings: OrderSettings,
  reason,
  inForceFrom: z.iso.datetime({ offset: true, error: "A moment, as 2026-12-01T00:00:00Z." }).optional(),
  signAgain: z.boolean().default(false),
});
export type DraftOrder = z.infer<typeof DraftOrder>;

export const OrderDraft = z.object({
  id: z.string(),
  base: OrderText,
  title: z.string(),
  text: z.string(),
  hash: z.string(),
  settings: OrderSettings,
  reason: z.string(),
  inForceFrom: z.string().nullable(),
  signAgain: z.boolean(),
  draftedBy: z.string(),
  draftedAt: z.string(),
});
export type OrderDraft = z.infer<typeof OrderDraft>;

export const DecideDraft = z.object({ id: z.uuid(), reason });
export type DecideDraft = z.infer<typeof DecideDraft>;

/** Puts a draft in force. `hash` is of the text that was read, so that what is put in force is what was looked at. */
export const PutInForce = DecideDraft.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/, "The hash of the draft that you read.") });
export type PutInForce = z.infer<typeof PutInForce>;

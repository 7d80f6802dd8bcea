import * as z from "zod";

/** What a setting is about, in the order in which the page and the printed order list them. */
export const settingGroups = ["Designations", "Personal data", "People", "Sessions", "Reading", "The log", "Clocks"] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** What stands beside every number of an order: its name, its unit, and what it decides, in the words of the order. */
export type Described = { readonly group: SettingGroup; readonly title: string; readonly unit?: string; readonly description: string };
export const told = (described: Described) => described;

export const whole = (least: number, most: number) =>
  z.coerce
    .number("A whole number.")
    .int("A whole number.")
    .min(least, `At least ${least}.`)
    .max(most, `At most ${most.toLocaleString("en-GB")}.`);

/** Up to which tier of personal data text is covered for a role: 1 what is certain, 2 names, addresses and dates of birth as well. */
const upTo = (tier: 1 | 2) => whole(1, 2).default(tier);
const party = z.object({ expert: upTo(1), counsel: upTo(1) });
export const Covers = z.object({
  plaintiff: party.prefault({}),
  defense: party.prefault({}),
  court: z.object({ monitor: upTo(2) }).prefault({}),
});
export type Covers = z.infer<typeof Covers>;

/** Every role that may be shown text, as the setting names it. */
export const coveredRoles = [
  { side: "plaintiff", role: "expert", who: "experts of the plaintiff" },
  { side: "plaintiff", role: "counsel", who: "counsel of the plaintiff" },
  { side: "defense", role: "expert", who: "experts of the defense" },
  { side: "defense", role: "counsel", who: "counsel of the defense" },
  { side: "court", role: "monitor", who: "the court’s monitor" },
] as const;

/** The settings that say what of people is read, and by whom. */
export const personalSettings = {
  covers: Covers.prefault({}).meta(
    told({
      group: "Personal data",
      title: "Covered in the text",
      unit: "1: what is certain; 2: names, addresses and dates of birth too",
      description:
        "What a search of a volume found is covered by a placeholder where text is shown, quoted, printed or exported. What is certain (cards, accounts, e-mail, telephone, secrets), and what a person masked, is covered for everyone.",
    }),
  ),
  publicNamesFrom: whole(10, 100_000_000)
    .default(50)
    .meta(
      told({
        group: "Personal data",
        title: "A name is public from",
        unit: "conversations",
        description:
          "A name of two parts or more that stands in so many conversations is of somebody in the news and is not covered, unless people are introduced or sign by it in more than a tenth of them.",
      }),
    ),
};

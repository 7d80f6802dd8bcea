import * as z from "zod";
import { sides } from "@/domain/access/permissions";

/** How large a curriculum vitae may be, in bytes. */
export const CV_BYTES = 5_242_880;

const text = (what: string, most = 10_000) =>
  z
    .string()
    .trim()
    .max(most, `${what} has at most ${most.toLocaleString("en-GB")} characters.`);
const said = (what: string, ask: string, most = 10_000) => text(what, most).min(1, ask);

/**
 * An expert whom one's side wants to show the record. `relationships`: with the parties and their competitors, or that there are none;
 * `engagements` and `testimony` of the years that the order names; `tier` the highest that they are to see; `cv` the file in base64.
 */
export const DiscloseExpert = z.object({
  email: z.email("An e-mail address, as name@example.org.").toLowerCase(),
  name: said("A name", "Say their name.", 200),
  employer: said("An employer", "Say whom they work for.", 300),
  engagements: text("The list of engagements").default(""),
  testimony: text("The list of testimony").default(""),
  relationships: said("The statement", "Say how they stand to the parties, or that they do not."),
  tier: z.coerce.number("A tier is a number from 1 to 9.").int().min(1).max(9),
  cvName: said("The file's name", "The file has a name.", 120),
  cv: z.base64("The file as base64.").min(4, "The file is empty."),
});
export type DiscloseExpert = z.infer<typeof DiscloseExpert>;

export const NameDisclosure = z.object({ id: z.uuid() });
export type NameDisclosure = z.infer<typeof NameDisclosure>;

export const StateDisclosure = NameDisclosure.extend({
  reason: said("A reason", "State the reason.").min(3, "State the reason, in a few words."),
});
export type StateDisclosure = z.infer<typeof StateDisclosure>;

export const RuleOnDisclosure = NameDisclosure.extend({
  ruling: z.enum(["overruled", "sustained"], "The objection is overruled or sustained."),
  text: said("A ruling", "Say what the court ordered, and where: the docket number."),
});
export type RuleOnDisclosure = z.infer<typeof RuleOnDisclosure>;

export const disclosureStates = ["open", "waived", "objected", "overruled", "refused", "cleared", "withdrawn"] as const;
export type DisclosureState = (typeof disclosureStates)[number];

const deed = z.object({ by: z.string(), at: z.string() });

/**
 * An expert who was disclosed. `objectUntil` is the last day to object where the court is, `ended` whether it is over: that alone clears
 * nobody. `reading`: they are admitted and cleared, so the record opens to them up to their tier.
 */
export const Disclosure = z.object({
  id: z.string(),
  side: z.enum(sides),
  name: z.string(),
  email: z.string(),
  employer: z.string(),
  engagements: z.string(),
  testimony: z.string(),
  relationships: z.string(),
  tier: z.object({ rank: z.int(), name: z.string() }),
  cv: z.object({ name: z.string(), type: z.string(), bytes: z.int(), sha256: z.string() }),
  state: z.enum(disclosureStates),
  disclosed: deed,
  objectUntil: z.string(),
  ended: z.boolean(),
  waived: deed.nullable(),
  objection: deed.extend({ reason: z.string(), late: z.boolean() }).nullable(),
  ruling: deed.extend({ ruling: z.enum(["overruled", "sustained"]), text: z.string() }).nullable(),
  cleared: deed.nullable(),
  withdrawn: deed.nullable(),
  admission: z.enum(["none", "waits", "reading"]),
});
export type Disclosure = z.infer<typeof Disclosure>;

/** Where one's own clearance stands, for an expert who waits. */
export const Clearance = z.object({ state: z.enum(disclosureStates), objectUntil: z.string(), disclosedAt: z.string() });
export type Clearance = z.infer<typeof Clearance>;

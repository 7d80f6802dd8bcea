// What de-identification left behind: placeholders in the styles of several tools, and what it overlooked, all of it made up.
import { lines, type Rules, type Scene, tell } from "./grammar";
import type { Random } from "./random";
import { plainClosers, type Subject } from "./subject";

type Kind = "person" | "email" | "phone" | "place" | "organization";

const styles: readonly { readonly weight: number; readonly mark: (kind: Kind, n: number) => string }[] = [
  { weight: 6, mark: (kind, n) => `[${kind.toUpperCase()}_${n}]` },
  { weight: 2, mark: (kind) => `<PRESIDIO_ANONYMIZED_${presidio[kind]}>` },
  { weight: 1.5, mark: (kind, n) => `${kind === "person" ? "NAME" : kind.toUpperCase()}_${n}` },
  { weight: 0.8, mark: () => "[REDACTED]" },
];
const presidio: Record<Kind, string> = {
  person: "PERSON",
  email: "EMAIL_ADDRESS",
  phone: "PHONE_NUMBER",
  place: "LOCATION",
  organization: "ORGANIZATION",
};

/** Slots for what was masked: one style to a conversation, numbered in order of appearance. */
export function placeholders(random: Random): Rules {
  const { mark } = random.weighted(styles);
  const counts = new Map<Kind, number>();
  const masked = (kind: Kind) => () => {
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    return mark(kind, n);
  };
  return { who: masked("person"), mail: masked("email"), phone: masked("phone"), where: masked("place"), firm: masked("organization") };
}

const leaked: Rules = {
  leakedMail: ({ random }) =>
    `${random.pick(["m", "j", "k", "t", "a"])}.${random.pick(["oakhurst", "fennimore", "dallaway", "quist", "brandvold"])}@${random.pick(["post", "mail", "home"])}.example`,
  leakedPhone: ({ random }) => `(${random.pick([212, 503, 617, 808])}) 555-01${random.whole(10, 99)}`,
  // Numbers that the card networks publish for tests.
  leakedCard: ({ random }) => random.pick(["4111 1111 1111 1111", "5555 5555 5555 4444", "3782 822463 10005", "6011 1111 1111 1117"]),
  // An area of 000 was never issued.
  leakedNumber: ({ random }) => `000-${random.whole(10, 99)}-${random.whole(1000, 9999)}`,
  leakedStreet: ({ random }) =>
    `${random.whole(2, 980)} ${random.pick(["Wending", "Larkmoor", "Old Tannery", "Foxglove", "Sixpenny"])} ${random.pick(["Lane", "Street", "Court"])}`,
};

const leaks: readonly string[] = [
  "Write a polite letter to my landlord. My name is ‹given› ‹family›, I live at ‹leakedStreet›, ‹town›, my number is ‹leakedPhone› and my email is ‹leakedMail›. The heating in my flat has been broken for ‹2-6› weeks.",
  'is this email a scam? "Dear ‹given› ‹family›, your card ‹leakedCard› was charged $‹40-900›.00. Confirm at ‹leakedMail› or call ‹leakedPhone› today."',
  "please fill in this form for me as plain text: applicant ‹given› ‹family›, born ‹1-28› ‹month› 1984, social security ‹leakedNumber›, address ‹leakedStreet› ‹town›, phone ‹leakedPhone›",
  "Reformat as CSV:\n‹given› ‹family›; ‹leakedMail›; ‹leakedPhone›\n‹given.2› ‹family.2›; ‹leakedMail.2›; ‹leakedPhone.2›\n[PERSON_3]; [EMAIL_3]; [PHONE_3]",
];
const answers: readonly string[] = [
  "Dear landlord,\n\nI am writing about the heating in my flat at ‹leakedStreet›. It has not worked since ‹month›, and I would be grateful if it could be repaired this week. You can reach me at ‹leakedPhone› or ‹leakedMail›.\n\nYours sincerely,\n‹given› ‹family›",
  "Yes, this looks like a scam. A bank does not print a whole card number such as ‹leakedCard› in an email, and it does not ask you to confirm anything by writing to ‹leakedMail›.\n\n- Do not call ‹leakedPhone›.\n- Call the number on the back of your card.\n- Ask for a new card if you have typed the number anywhere.",
  "Here is the form as plain text:\n\n```\nName:     ‹given› ‹family›\nAddress:  ‹leakedStreet›, ‹town›\nPhone:    ‹leakedPhone›\nNumber:   ‹leakedNumber›\n```\n\nPlease be careful about sharing identification numbers in a chat.",
  "```csv\nname,email,phone\n‹given› ‹family›,‹leakedMail›,‹leakedPhone›\n‹given.2› ‹family.2›,‹leakedMail.2›,‹leakedPhone.2›\n[PERSON_3],[EMAIL_3],[PHONE_3]\n```",
];

/** What people go on to say after they typed something they should not have. */
export const aboutForms: Subject = {
  key: "forms",
  language: "en",
  weight: 0,
  rules: {},
  leads: [],
  closers: plainClosers,
  prompts: ["Can you fill in a form for me?"],
  followUps: lines(`
    thanks
    can you delete my address now
    Make it a bit friendlier.
    shorter please
    add that i will be away until ‹weekday›
    Do you save what I type?`),
  points: lines(`
    I changed the tone and left the facts as they are.
    I can't delete what was typed, but you can remove the conversation in your settings.
    Please do not share more personal details than needed.
    I added a line that says you are away until ‹weekday›.
    Keep a copy with the date, ‹1-28› ‹month›.`),
};

/** A prompt and an output in which personal data was overlooked. `scene` must know the slots of `names`. */
export function leak(scene: Scene): readonly [string, string] {
  const telling = { ...scene, rules: { ...scene.rules, ...leaked } };
  const n = scene.random.whole(0, leaks.length - 1);
  return [tell(telling, leaks[n] ?? ""), tell(telling, answers[n] ?? "")];
}

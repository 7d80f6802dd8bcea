import { lines, type Rules } from "./grammar";

/** A subject people talk about: how they ask, how they are answered, and the words in both. Texts are templates of grammar.ts. */
export type Subject = {
  readonly key: string;
  readonly language: string;
  readonly weight: number;
  readonly rules: Rules;
  readonly prompts: readonly string[];
  readonly followUps: readonly string[];
  readonly leads: readonly string[];
  readonly points: readonly string[];
  readonly closers: readonly string[];
  /** Short headings for lists; without them a list has none. */
  readonly heads?: readonly string[];
  readonly table?: { readonly head: string; readonly row: string };
  /** Whole answers, for what is neither list nor paragraph: code, verse, letters. */
  readonly blocks?: readonly string[];
};

/** One subject as several, so that an answer stays with what was asked: each theme says what it has of its own. */
export function themed(
  subject: Omit<Subject, "prompts" | "points">,
  themes: readonly (Pick<Subject, "prompts" | "points"> & Partial<Subject>)[],
): Subject[] {
  return themes.map((theme) => ({
    ...subject,
    ...theme,
    rules: { ...subject.rules, ...theme.rules },
    weight: (theme.weight ?? subject.weight) / themes.length,
  }));
}

/** A theme from three lists, one item to a line: what is asked, how an answer opens, what it says. */
export function theme(prompts: string, leads: string, points: string) {
  return { prompts: lines(prompts), leads: lines(leads), points: lines(points) };
}

export const plainClosers: readonly string[] = [
  "Let me know if you would like more detail on any of these.",
  "I hope this helps!",
  "Would you like me to adjust anything?",
  "If you tell me a little more about your situation, I can be more specific.",
  "Feel free to ask if something is unclear.",
  "Remember that this is general information.",
  "",
  "",
  "",
];

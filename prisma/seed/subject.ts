import type { Rules } from "./grammar";

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

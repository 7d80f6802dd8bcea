import { problem } from "./problem";
import type { Regex } from "./question";

const LONGEST = 200;
/** What PostgreSQL repeats at most. */
const MOST = 255;
/** How often all repetitions together may unfold. */
const UNFOLDED = 1_000;

const refusals: readonly (readonly [RegExp, string])[] = [
  [/\\[1-9]/, "A regular expression does not refer back to what it has matched."],
  [/\(\?|\*\*\*/, "A regular expression has no options, look-ahead or look-behind here."],
  [/\\(?![dwsDWSmMy]|[^\p{L}\p{N}])/u, "Of the escapes only \\d \\w \\s \\D \\W \\S \\m \\M \\y, and those of signs, are known."],
  [/\\[mMy][*+?{]/, "A place in the text cannot be repeated."],
  [/\[\^?\]|\[[^\]]*(\[|\\[DWSmMy]|-\\[dws])/, "In brackets stand characters, ranges and \\d \\w \\s."],
  [/\{(?!\d{1,3}(,\d{0,3})?\})|\{\d+,?\d*\}[*+?{]/, "A repetition is written {2}, {2,} or {2,5}."],
  [/[*+?][*+?{]/, "One repetition follows another."],
  [/[*+?{]$(?<=^.)/, "There is nothing to repeat."],
];

/**
 * A regular expression between "## and ", as PostgreSQL understands it. It is carried out only there; what takes long there or means something
 * else elsewhere is refused. Throws `invalid`.
 */
export function regexOf(pattern: string, place: { readonly at: number; readonly length: number }): Regex {
  if (pattern.trim() === "") throw problem('A regular expression is missing: "##\\d{3}-\\d{4}".', place);
  if (pattern.length > LONGEST) throw problem(`A regular expression has at most ${LONGEST} characters.`, place);
  const refusal = refusals.find(([sign]) => sign.test(pattern));
  if (refusal) throw problem(refusal[1], place);
  let unfolded = 1;
  for (const [, least, most] of pattern.matchAll(/\{(\d+),?(\d*)\}/g)) unfolded *= Math.max(1, Number(least), Number(most));
  if ([...pattern.matchAll(/\{(\d+),?(\d*)\}/g)].some(([, least, most]) => Number(least) > MOST || Number(most) > MOST))
    throw problem(`A repetition is at most ${MOST}.`, place);
  if (unfolded > UNFOLDED)
    throw problem(`The repetitions of a regular expression unfold at most ${UNFOLDED.toLocaleString("en-GB")} times.`, place);
  try {
    new RegExp(pattern); // is only read: nothing is matched with it here
  } catch {
    throw problem("This regular expression is not complete: a bracket or parenthesis, or a range in it, is wrong.", place);
  }
  return { op: "regex", pattern };
}

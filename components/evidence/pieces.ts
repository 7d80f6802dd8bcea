import type { Span } from "@/domain/query/hits";
import { count } from "../ui/numbers";

/** A stretch of what was said, from `start` on. Pieces joined give the text again, character for character. */
export type Piece = {
  readonly start: number;
  readonly text: string;
  readonly kind: "text" | "placeholder" | "invisible" | "spelled";
  readonly hit: boolean;
};

// What de-identification leaves: [PERSON_1], [REDACTED], [PRIVATE_EMAIL], NAME_1, <PRESIDIO_ANONYMIZED_PERSON>, <TRUFFLEHOG_REDACTED_KEY>.
const placeholder =
  "\\[(?:[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){0,4}_\\d{1,6}|REDACTED(?:[_ :][A-Z0-9_ ]{1,40})?|(?:PRIVATE|private)_\\w{1,40})\\]|<(?:PRESIDIO_ANONYMIZED|TRUFFLEHOG_REDACTED)_\\w{0,60}>|\\bNAME_\\d{1,6}\\b";
// What is not seen but acts or hides: direction marks, zero-width characters, soft hyphens, fillers that look like blanks, controls (a terminal's
// escape among them), line and paragraph separators, and the tag and variation characters that can carry hidden words. What writes a language
// or one picture in the ordinary way is left alone: a joiner between two pictures, one variation mark after a picture or a keycap's digit,
// the variants of Han and of Mongolian letters.
const invisible = [
  "[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u200B\\u200C\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\u2800\\u3164\\uFEFF\\uFFA0\\uFFF0-\\uFFFB\\uFFFE\\uFFFF\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E00FF}\\u{E01F0}-\\u{E0FFF}]",
  "(?<!\\p{Extended_Pictographic}[\\uFE0F\\u{1F3FB}-\\u{1F3FF}]?)\\u200D",
  "\\u200D(?!\\p{Extended_Pictographic}|[\\u2640\\u2642])",
  "(?<![\\p{Extended_Pictographic}0-9#*])[\\uFE00-\\uFE0F]",
  "(?<!\\p{Script=Han})[\\u{E0100}-\\u{E01EF}]",
  "(?<!\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]",
  "\\p{Surrogate}",
].join("|");
const apart = new RegExp(`(?<placeholder>${placeholder})|(?<invisible>${invisible})`, "gu");
const everyOther = new RegExp(`(?<invisible>${invisible})|(?<spelled>[^\\n\\t\\r -~])`, "gu");

/** Cuts a text where something must be seen: placeholders, characters that do not show, and the hits given (in order, not overlapping; what lies beyond its end is left out). */
export function cut(text: string, hits: readonly Span[] = []): Piece[] {
  return cutAt(apart, text, hits);
}

/** Cuts a text at every character that is not plain ASCII, so that each can be named: letters that look like others among them. */
export function spelled(text: string, hits: readonly Span[] = []): Piece[] {
  return cutAt(everyOther, text, hits);
}

function cutAt(pattern: RegExp, text: string, hits: readonly Span[]): Piece[] {
  const found = [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind: kindOf(match),
  }));
  const edges = [...new Set([0, text.length, ...found.flatMap(bounds), ...hits.flatMap(bounds).filter((edge) => edge < text.length)])].sort(
    (a, b) => a - b,
  );
  let special = 0;
  let hit = 0;
  return edges.slice(0, -1).map((start, i) => {
    while ((found[special]?.end ?? Number.POSITIVE_INFINITY) <= start) special++;
    while ((hits[hit]?.end ?? Number.POSITIVE_INFINITY) <= start) hit++;
    const here = found[special];
    return {
      start,
      text: text.slice(start, edges[i + 1]),
      kind: here && here.start <= start ? here.kind : "text",
      hit: (hits[hit]?.start ?? Number.POSITIVE_INFINITY) <= start,
    };
  });
}

function kindOf({ groups = {} }: RegExpMatchArray): Exclude<Piece["kind"], "text"> {
  return groups.invisible !== undefined ? "invisible" : groups.spelled !== undefined ? "spelled" : "placeholder";
}

const bounds = ({ start, end }: Span) => [start, end];

/** The name of a character that does not show, as U+202E. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export const SPELLED_TITLE = "The number of the character before it, in Unicode. Added by the page.";
export const INVISIBLE_TITLE = "A character that does not show on its own. It is in the text as delivered.";

/** What a placeholder stands for, in a sentence for its title. */
export function placeholderTitle(text: string): string {
  const type = text
    .replace(/^[[<]|[\]>]$/g, "")
    .replace(/^(PRESIDIO_ANONYMIZED|TRUFFLEHOG_REDACTED|PRIVATE)_/i, "")
    .replace(/_?\d+$/, "")
    .replaceAll("_", " ")
    .toLowerCase();
  return type && type !== "redacted" ? `Placeholder (${type}), left by de-identification` : "Placeholder, left by de-identification";
}

/** The largest text that is rendered as Markdown, in UTF-16 units, and how deep or dense its marks may be. */
const LIMITS = { characters: 60_000, depth: 40, marks: 4_000 } as const;

/** Why a text is shown plain, or null when it may be read as Markdown. One linear scan; nothing is parsed to find out. */
export function plainReason(text: string): string | null {
  if (text.length > LIMITS.characters)
    return `This turn has ${count(text.length)} characters; above ${count(LIMITS.characters)} it is shown plain.`;
  let marks = 0;
  let run = 0;
  let deepest = 0;
  let atStart = true;
  for (const character of text) {
    const nests =
      character === ">" || character === "[" || character === "(" || character === "!" || (atStart && "-*+ \t".includes(character));
    run = nests ? run + 1 : 0;
    if (character === "\n") atStart = true;
    else if (!nests) atStart = false;
    deepest = Math.max(deepest, atStart && " \t".includes(character) ? run / 2 : run);
    if ("[]*_`~<".includes(character)) marks++;
  }
  return deepest > LIMITS.depth || marks > LIMITS.marks ? "This turn is nested or marked up so densely that it is shown plain." : null;
}

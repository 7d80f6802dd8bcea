import type { Span } from "@/domain/search/words";
import { count } from "../ui/numbers";

/** A stretch of what was said, from `start` on. Pieces joined give the text again, character for character. */
export type Piece = {
  readonly start: number;
  readonly text: string;
  readonly kind: "text" | "placeholder" | "invisible";
  readonly hit: boolean;
};

// What de-identification leaves: [PERSON_1], [REDACTED], [PRIVATE_EMAIL], NAME_1, <PRESIDIO_ANONYMIZED_PERSON>, <TRUFFLEHOG_REDACTED_KEY>.
const placeholder =
  "\\[(?:[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){0,4}_\\d{1,6}|REDACTED(?:[_ :][A-Z0-9_ ]{1,40})?|(?:PRIVATE|private)_\\w{1,40})\\]|<(?:PRESIDIO_ANONYMIZED|TRUFFLEHOG_REDACTED)_\\w{0,60}>|\\bNAME_\\d{1,6}\\b";
// What is not seen but acts: direction marks, zero-width characters, soft hyphens, and the tag characters that can carry hidden words.
// A joiner between two pictures is the ordinary way to write one picture, and is left alone.
const invisible =
  "[\\u00AD\\u061C\\u200B\\u200C\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF\\u{E0000}-\\u{E007F}]|(?<!\\p{Extended_Pictographic}[\\uFE0F\\u{1F3FB}-\\u{1F3FF}]?)\\u200D|\\u200D(?!\\p{Extended_Pictographic}|[\\u2640\\u2642])";
const apart = new RegExp(`(?<placeholder>${placeholder})|(?<invisible>${invisible})`, "gu");

/** Cuts a text where something must be seen: placeholders, characters that do not show, and the hits given (in order, not overlapping). */
export function cut(text: string, hits: readonly Span[] = []): Piece[] {
  const found = [...text.matchAll(apart)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind: match.groups?.placeholder === undefined ? ("invisible" as const) : ("placeholder" as const),
  }));
  const edges = [...new Set([0, text.length, ...found.flatMap(bounds), ...hits.flatMap(bounds)])].sort((a, b) => a - b);
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

const bounds = ({ start, end }: Span) => [start, end];

/** The name of a character that does not show, as U+202E. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

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

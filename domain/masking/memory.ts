import type { EntityType, Span } from "@/domain/deid/schema";
import { commonWords } from "@/domain/lexicon/common-words";
import { honorifics } from "@/domain/lexicon/lists";
import type { Cover } from "./mask";

/** A turn with what was found in it. */
export type Found = { readonly text: string; readonly spans: readonly Span[] };
/**
 * A span with the placeholder that stands for it, the same for the same thing throughout the conversation. `name`: the whole name of a person as
 * it is counted over conversations; null where only a part of it is known, since a part is shared by many.
 */
export type Named = Span & Cover & { readonly name: string | null };

const words: Readonly<Partial<Record<EntityType, string>>> = {
  EMAIL_ADDRESS: "EMAIL",
  PHONE_NUMBER: "PHONE",
  CREDIT_CARD: "CARD",
  IBAN_CODE: "IBAN",
  US_SSN: "SSN",
  IP_ADDRESS: "IP",
  US_DRIVER_LICENSE: "LICENCE",
  NATIONAL_ID: "ID",
  ACCOUNT_NUMBER: "ACCOUNT",
  DATE_TIME: "DATE",
  ZIP_CODE: "ZIP",
};
export const wordOf = (type: EntityType) => words[type] ?? type;

/**
 * Gives every span of a conversation its placeholder, `[PERSON_1]`: numbered by first appearance, per conversation, so that nothing links
 * two conversations of one person. "Whitfield" and "Dr. John Whitfield" are one where no other name of the conversation has that part.
 */
export function named(turns: readonly Found[]): Named[][] {
  const people = fullNames(turns);
  const numbers = new Map<string, number>();
  const counts = new Map<string, number>();
  return turns.map(({ text, spans }) =>
    spans
      .filter(({ type }) => type !== "PLACEHOLDER")
      .map((span) => {
        const word = wordOf(span.type);
        const value = text.slice(span.start, span.end);
        const whole = span.type === "PERSON" ? (people.get(partsOf(value).join(" ")) ?? partsOf(value).join(" ")) : null;
        const key = `${word}|${whole ?? folded(value)}`;
        let number = numbers.get(key);
        if (number === undefined) {
          number = (counts.get(word) ?? 0) + 1;
          counts.set(word, number);
          numbers.set(key, number);
        }
        return { ...span, label: `[${word}_${number}]`, name: whole?.includes(" ") ? whole : null };
      }),
  );
}

/** Compared, never stored: compatibility forms, case, accents and spaces do not make another person. */
function folded(value: string): string {
  return value
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

function partsOf(name: string): string[] {
  return folded(name)
    .split(/[\s.,]+/)
    .filter((part) => part && !honorifics.has(part));
}

// Every name by its parts, with the one longer name of the conversation that has them all, if there is just one.
function fullNames(turns: readonly Found[]): Map<string, string> {
  const all = new Set(
    turns.flatMap(({ text, spans }) =>
      spans.filter(({ type }) => type === "PERSON").map(({ start, end }) => partsOf(text.slice(start, end)).join(" ")),
    ),
  );
  const byPart = new Map<string, Set<string>>();
  for (const name of all) for (const part of name.split(" ")) byPart.set(part, (byPart.get(part) ?? new Set()).add(name));
  const resolved = new Map<string, string>();
  for (const name of all) {
    const parts = name.split(" ");
    const longer = [...(byPart.get(parts[0] ?? "") ?? [])].filter((other) => {
      const others = other.split(" ");
      return others.length > parts.length && parts.every((part) => others.includes(part));
    });
    if (longer.length === 1 && longer[0]) resolved.set(name, longer[0]);
  }
  // A name may be short for one that is itself short for another.
  for (const [name, longer] of resolved) resolved.set(name, resolved.get(longer) ?? longer);
  return resolved;
}

/**
 * Finds the names of a conversation again where nothing but their words gives them away: "maria" after "Maria Keller" has said who she is.
 * Only names that a cue or a list spoke for are looked for again, and no word of the language.
 */
export function recurring(turns: readonly Found[]): Span[][] {
  const known = new Set(
    turns.flatMap(({ text, spans }) =>
      spans
        .filter(({ type, tier }) => type === "PERSON" && tier === 2)
        .flatMap(({ start, end }) => partsOf(text.slice(start, end)))
        .filter((part) => part.length > 2 && !commonWords.has(part)),
    ),
  );
  if (known.size === 0) return turns.map(() => []);
  return turns.map(({ text, spans }) => {
    const found: Span[] = [];
    let next = 0;
    for (const match of text.matchAll(/[\p{L}\p{M}][\p{L}\p{M}'’-]*/gu)) {
      const written = match[0].replace(/['’]s?$/, "");
      const [start, end] = [match.index, match.index + written.length];
      while (next < spans.length && (spans[next]?.end ?? 0) <= start) next++;
      const over = spans[next];
      if ((over && over.start < end && (over.type !== "PERSON" || over.tier < 3)) || !known.has(folded(written))) continue;
      found.push({ start, end, type: "PERSON", score: 0.6, tier: 2, rule: "name:again" });
    }
    return found;
  });
}

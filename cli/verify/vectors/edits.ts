import type { Export } from "./write";

/** A change of a file: at a line (from 0), so many lines taken out, these put in; lines with their ends. From the last one to the first. */
export type Edit = readonly [at: number, removed: number, inserted: readonly string[]];
export type Edits = Readonly<Record<string, readonly Edit[]>>;

const linesOf = (text: string) => text.split(/(?<=\n)/);

/** How one export becomes another: little, where they differ by little. */
export function editsBetween(from: Export, to: Export): Edits {
  const changed = Object.keys(to).filter((name) => to[name] !== from[name]);
  return Object.fromEntries(changed.map((name) => [name, between(linesOf(from[name] ?? ""), linesOf(to[name] ?? ""))]));
}

function between(from: readonly string[], to: readonly string[]): Edit[] {
  if (from.length === to.length) return to.flatMap((line, i): Edit[] => (line === from[i] ? [] : [[i, 1, [line]]])).reverse();
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < shorter - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  return [[head, from.length - head - tail, to.slice(head, to.length - tail)]];
}

export function edited(from: Export, edits: Edits): Export {
  const files = Object.entries(from).map(([name, text]) => {
    const lines = linesOf(text);
    for (const [at, removed, inserted] of edits[name] ?? []) lines.splice(at, removed, ...inserted);
    return [name, lines.join("")];
  });
  return Object.fromEntries(files);
}

/** A run of what two sequences share, or of what only one of them has. */
export type Change<T> = { readonly kind: "same" | "gone" | "new"; readonly items: readonly T[] };

// Beyond so many pairs of items that differ the middle is told as one change, rather than for ever compared.
const PAIRS = 4_000_000;

/** How `before` becomes `after`, in the fewest steps: a longest common subsequence. What is gone stands before what is new in its place. */
export function diff<T>(before: readonly T[], after: readonly T[]): Change<T>[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [one, other] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return joined([
    { kind: "same", items: before.slice(0, start) },
    ...(one.length * other.length > PAIRS ? replaced(one, other) : compared(one, other)),
    { kind: "same", items: before.slice(before.length - end) },
  ]);
}

function replaced<T>(one: readonly T[], other: readonly T[]): Change<T>[] {
  return [
    { kind: "gone", items: one },
    { kind: "new", items: other },
  ];
}

function compared<T>(one: readonly T[], other: readonly T[]): Change<T>[] {
  const width = other.length + 1;
  // How much the rests have in common, from each pair of places on.
  const common = new Uint32Array((one.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      common[i * width + j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: Change<T>[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      changes.push({ kind: "same", items: one.slice(i, i + 1) });
      i++;
      j++;
    } else if (i < one.length && (j === other.length || at(i + 1, j) >= at(i, j + 1)))
      changes.push({ kind: "gone", items: one.slice(i, ++i) });
    else changes.push({ kind: "new", items: other.slice(j, ++j) });
  }
  return changes;
}

// Neighbours of a kind become one run; between two runs that are the same, what is gone comes first.
function joined<T>(changes: readonly Change<T>[]): Change<T>[] {
  const runs: Change<T>[] = [];
  let [gone, fresh]: [T[], T[]] = [[], []];
  const flush = () => {
    if (gone.length > 0) runs.push({ kind: "gone", items: gone });
    if (fresh.length > 0) runs.push({ kind: "new", items: fresh });
    [gone, fresh] = [[], []];
  };
  for (const { kind, items } of changes) {
    if (items.length === 0) continue;
    if (kind === "gone") gone.push(...items);
    else if (kind === "new") fresh.push(...items);
    else {
      flush();
      const last = runs.at(-1);
      if (last?.kind === "same") runs[runs.length - 1] = { kind, items: [...last.items, ...items] };
      else runs.push({ kind, items });
    }
  }
  flush();
  return runs;
}

/** A paragraph of a text that changed, or that did not; of a changed one, which words. */
export type Paragraph =
  | { readonly kind: "same" | "gone" | "new"; readonly text: string }
  | { readonly kind: "changed"; readonly words: readonly { readonly kind: Change<string>["kind"]; readonly text: string }[] };

const paragraphsOf = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
const wordsOf = (text: string) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

/** What changed from one text to the next, paragraph by paragraph, and word by word where a paragraph took another's place. */
export function diffTexts(before: string, after: string): Paragraph[] {
  const changes = diff(paragraphsOf(before), paragraphsOf(after));
  return changes.flatMap(({ kind, items }, n): Paragraph[] => {
    const [previous, next] = [changes[n - 1], changes[n + 1]];
    if (kind === "gone" && next?.kind === "new") {
      const paired = items.slice(0, next.items.length).map((text, i) => changed(text, next.items[i] ?? ""));
      return [
        ...paired,
        ...items.slice(next.items.length).map((text): Paragraph => ({ kind, text })),
        ...next.items.slice(items.length).map((text): Paragraph => ({ kind: "new", text })),
      ];
    }
    if (kind === "new" && previous?.kind === "gone") return [];
    return items.map((text) => ({ kind, text }));
  });
}

function changed(before: string, after: string): Paragraph {
  const words = diff(wordsOf(before), wordsOf(after)).map(({ kind, items }) => ({ kind, text: items.join("") }));
  return { kind: "changed", words };
}

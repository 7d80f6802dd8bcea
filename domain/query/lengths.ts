/** The first number of each class in which reviewers are told how long a conversation is; the database has the same (`search.least_of`). */
const classes = { turns: [1, 3, 5, 11, 21, 51], words: [0, 100, 300, 1_000, 3_000, 10_000, 30_000] } as const;

export type Length = keyof typeof classes;
type Range = { readonly from?: number; readonly to?: number };

/** A range of lengths, widened to the whole classes that it touches. What reaches through the last class has no end. */
export function inClasses(field: Length, { from, to }: Range): Range {
  const starts: readonly number[] = classes[field];
  const least = (n: number) => (n < 1 ? n : (starts.findLast((start) => start <= n) ?? n));
  const most = (n: number) => {
    if (n < 1) return n;
    const next = starts.find((start) => start > n);
    return next === undefined ? undefined : next - 1;
  };
  const last = to === undefined ? undefined : most(to);
  const first = from === undefined ? (last === undefined ? 0 : undefined) : least(from);
  return { ...(first !== undefined && { from: first }), ...(last !== undefined && { to: last }) };
}

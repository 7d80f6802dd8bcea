/** How many conversations have each value of something. */
type Counts = Readonly<Record<string, number>>;

/**
 * The same counts without a class smaller than `minimum`: small ones stand together as “other”, and where these are still too few, the next
 * smallest go with them. The sum stays.
 */
export function coarsened(counts: Counts, minimum: number): Record<string, number> {
  const inOrder = Object.entries(counts).sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
  let other = 0;
  const named: [string, number][] = [];
  for (const [name, n] of inOrder) {
    if (n < minimum || (other > 0 && other < minimum)) other += n;
    else named.push([name, n]);
  }
  return { ...Object.fromEntries(named), ...(other > 0 && { other }) };
}

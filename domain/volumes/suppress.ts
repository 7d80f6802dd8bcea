/** Counts of two dimensions; a cell that is not there is zero. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, number>>;

const byText = (a: string, b: string) => (a < b ? -1 : 1);

/**
 * The cells of a table whose rows and columns have at least `least` each and whose sums are told, without those that may not be: what is smaller
 * than `least`, and whatever would let it be worked out. Every cell that is left out is the corner of a rectangle of such cells of which two that lie
 * across are not empty: one more in these and one less in the others leaves every sum as it is, so no sum tells any of them. And what is left out of a row or
 * column comes to at least `least` together, so that no smaller class is told as the difference either. Who reads the table does not learn which of the
 * cells that are not listed are empty.
 */
export function suppressed(cells: Cells, least: number): Map<string, Map<string, number>> {
  const rows = [...cells.keys()].sort(byText);
  const columns = [...new Set([...cells.values()].flatMap((row) => [...row.keys()]))].sort(byText);
  const at = (r: string, c: string) => cells.get(r)?.get(c) ?? 0;
  const out = new Set<string>();
  const key = (r: string, c: string) => `${r}\u0000${c}`;
  const isOut = (r: string, c: string) => at(r, c) === 0 || out.has(key(r, c));
  const leaveOut = (r: string, c: string) => {
    if (isOut(r, c)) return;
    out.add(key(r, c));
    const box = cheapestBox(r, c);
    if (box) for (const [x, y] of box) if (at(x, y) > 0) out.add(key(x, y));
  };

  // Of all rectangles with this corner the one that costs the fewest conversations.
  function cheapestBox(r: string, c: string) {
    let best: { cost: number; box: (readonly [string, string])[] } | null = null;
    for (const x of rows)
      for (const y of columns) {
        if (x === r || y === c) continue;
        if (at(x, y) === 0 && (at(r, y) === 0 || at(x, c) === 0)) continue;
        const box = [[r, y] as const, [x, c] as const, [x, y] as const];
        const cost = box.reduce((sum, [a, b]) => sum + (isOut(a, b) ? 0 : at(a, b)), 0);
        if (!best || cost < best.cost) best = { cost, box };
      }
    return best?.box ?? null;
  }

  for (const r of rows) for (const c of columns) if (at(r, c) > 0 && at(r, c) < least) leaveOut(r, c);
  const lines = [...rows.map((r) => columns.map((c) => [r, c] as const)), ...columns.map((c) => rows.map((r) => [r, c] as const))];
  for (let again = true; again; ) {
    again = false;
    for (const line of lines) {
      const hidden = line.filter(([r, c]) => out.has(key(r, c))).reduce((sum, [r, c]) => sum + at(r, c), 0);
      if (hidden === 0 || hidden >= least) continue;
      const next = line.filter(([r, c]) => !isOut(r, c)).sort(([a, b], [x, y]) => at(a, b) - at(x, y))[0];
      if (!next) continue;
      leaveOut(...next);
      again = true;
    }
  }
  return new Map(
    rows.map((r) => [r, new Map(columns.filter((c) => !isOut(r, c)).map((c) => [c, at(r, c)]))] as const).filter(([, row]) => row.size > 0),
  );
}

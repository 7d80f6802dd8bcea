import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Cells, suppressed } from "./suppress";

const LEAST = 5;
const tables = fc
  .array(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 })), { minLength: 4, maxLength: 4 }), {
    minLength: 2,
    maxLength: 5,
  })
  .filter((rows) => rows.every((row) => sum(row) >= LEAST) && [0, 1, 2, 3].every((c) => sum(rows.map((row) => row[c] ?? 0)) >= LEAST));
const sum = (of: readonly number[]) => of.reduce((all, n) => all + n, 0);
const cellsOf = (rows: readonly (readonly number[])[]): Cells =>
  new Map(rows.map((row, r) => [`r${r}`, new Map(row.flatMap((n, c) => (n > 0 ? [[`c${c}`, n] as const] : [])))]));

test("what is told is as it was counted and never small", async () => {
  await fc.assert(
    fc.property(tables, (rows) => {
      for (const [r, row] of suppressed(cellsOf(rows), LEAST))
        for (const [c, n] of row) {
          expect(n).toBeGreaterThanOrEqual(LEAST);
          expect(n).toBe(rows[Number(r.slice(1))]?.[Number(c.slice(1))]);
        }
    }),
  );
});

test("nobody who knows every sum can work out a cell that was left out: by elimination, whatever the table", async () => {
  await fc.assert(
    fc.property(tables, (rows) => {
      const told = suppressed(cellsOf(rows), LEAST);
      // An attacker's unknowns: every cell that is not listed, the empty ones among them. Equations: the sum of each row and of each column.
      const unknown = rows.flatMap((row, r) => row.flatMap((_, c) => (told.get(`r${r}`)?.has(`c${c}`) ? [] : [[r, c] as const])));
      const lines = [...rows.keys()].map((r) => unknown.map(([x]) => (x === r ? 1 : 0)));
      const columns = [0, 1, 2, 3].map((c) => unknown.map(([, y]) => (y === c ? 1 : 0)));
      const known = determined([...lines, ...columns], unknown.length);
      for (const i of known) {
        const [r, c] = unknown[i] ?? [0, 0];
        expect(rows[r]?.[c]).toBe(0);
      }
      for (const [r, row] of rows.entries()) {
        const hidden = sum(row.filter((_, c) => !told.get(`r${r}`)?.has(`c${c}`)));
        expect(hidden === 0 || hidden >= LEAST).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

/** Which unknowns of a system have one value in every solution: those whose unit vector is in the space of its rows. */
function determined(system: number[][], n: number): number[] {
  const rows = system.map((row) => [...row]);
  const pivots: number[] = [];
  let top = 0;
  for (let c = 0; c < n && top < rows.length; c++) {
    const at = rows.findIndex((row, i) => i >= top && Math.abs(row[c] ?? 0) > 1e-9);
    if (at < 0) continue;
    const pivot = rows[at] ?? [];
    rows[at] = rows[top] ?? [];
    const scaled = pivot.map((v) => v / (pivot[c] ?? 1));
    rows[top] = scaled;
    for (const [i, row] of rows.entries()) {
      const by = row[c] ?? 0;
      if (i !== top && Math.abs(by) > 1e-9) rows[i] = row.map((v, k) => v - by * (scaled[k] ?? 0));
    }
    pivots.push(c);
    top++;
  }
  return pivots.filter((_, i) => (rows[i] ?? []).filter((v) => Math.abs(v) > 1e-9).length === 1);
}

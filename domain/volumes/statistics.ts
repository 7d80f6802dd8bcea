import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { coarsened } from "./coarsen";
import { type Counted, listStatistics } from "./data";
import type { Dimension, ReadStatistics, Statistics, StatisticsTable } from "./statistics-schema";
import { suppressed } from "./suppress";

/**
 * How many conversations the record has by month, model and language: a table for each dimension that was asked for, and one for each two of them. The same for
 * everybody of the matter. No class is smaller than the order's smallest class of an aggregate, and none that was left out can be worked out from what is told.
 */
export function readStatistics(actor: Actor, { by }: ReadStatistics): Promise<Statistics> {
  return look(actor, "volume:read", async (tx, permit) => {
    const least = actor.order.settings.coarseningMinimum;
    const counted = await listStatistics(tx, permit);
    const conversations = counted.reduce((sum, row) => sum + row.conversations, 0);
    // Fewer in all than a class may have: nothing is told, not even how many.
    if (conversations < least) return { conversations: 0, smallestClass: least, tables: by.map((one) => ({ by: [one], cells: [] })) };
    const named = new Map(by.map((one) => [one, namesOf(counted, one, least)] as const));
    const pairs = by.flatMap((a, i) => by.slice(i + 1).map((b) => [a, b] as const));
    const nameOf = (row: Counted, one: Dimension) => (named.get(one)?.has(row[one]) ? row[one] : "other");
    return {
      conversations,
      smallestClass: least,
      tables: [
        ...by.map(
          (one): StatisticsTable => ({
            by: [one],
            cells: [...summed(counted, (row) => nameOf(row, one))].map(([value, n]) => ({ values: [value], conversations: n })),
          }),
        ),
        ...pairs.map(
          ([a, b]): StatisticsTable => ({
            by: [a, b],
            cells: cellsOf(
              counted,
              least,
              (row) => nameOf(row, a),
              (row) => nameOf(row, b),
            ),
          }),
        ),
      ],
    };
  });
}

/** The values of a dimension that are large enough to be named. */
function namesOf(counted: readonly Counted[], one: Dimension, least: number): ReadonlySet<string> {
  return new Set(Object.keys(coarsened(Object.fromEntries(summed(counted, (row) => row[one])), least)).filter((name) => name !== "other"));
}

function summed(counted: readonly Counted[], nameOf: (row: Counted) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of counted) sums.set(nameOf(row), (sums.get(nameOf(row)) ?? 0) + row.conversations);
  return new Map([...sums].sort(([a], [b]) => (a === "other" ? 1 : b === "other" ? -1 : a < b ? -1 : 1)));
}

function cellsOf(counted: readonly Counted[], least: number, rowOf: (row: Counted) => string, columnOf: (row: Counted) => string) {
  const cells = new Map<string, Map<string, number>>();
  for (const one of counted) {
    const row = cells.get(rowOf(one)) ?? new Map<string, number>();
    row.set(columnOf(one), (row.get(columnOf(one)) ?? 0) + one.conversations);
    cells.set(rowOf(one), row);
  }
  return [...suppressed(cells, least)].flatMap(([r, row]) => [...row].map(([c, conversations]) => ({ values: [r, c], conversations })));
}

import type { Counted } from "./run-data";
import type { Facets } from "./schema";

/** What a run has counted, and how far it is. Exact once it has looked at everything, and "at least" before. */
export function facetsFrom({ facets, ...run }: Counted): Facets {
  const of = (name: string) => facets.filter(({ facet }) => facet === name).map(({ value, n }) => ({ value, count: n }));
  const byCount = (name: string) => of(name).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
  const left = run.state === "running" && run.lookedAt > 0 ? (run.costMs / run.lookedAt) * (run.total - run.lookedAt) : null;
  return {
    count: { value: run.hits, relation: run.state === "done" ? "exact" : "at_least" },
    facets: {
      month: of("month"),
      model: byCount("model"),
      language: byCount("language"),
      volume: byCount("volume"),
      turns: of("turns"),
      code: byCount("code"),
    },
    search: { ...run, msLeft: left === null ? null : Math.round(left) },
  };
}

import type { Filters } from "./schema";

/** Filters under the names the database knows, leaving out what was not set. */
export function filtersFor({
  volume,
  model,
  language,
  code,
  uncoded,
  from,
  to,
  minTurns,
  maxTurns,
  set,
}: Filters & { set?: string | undefined }) {
  const named = {
    volumes: volume,
    models: model,
    languages: language,
    codes: code,
    uncoded: uncoded || undefined,
    from,
    to,
    minTurns,
    maxTurns,
    set,
  };
  return Object.fromEntries(
    Object.entries(named).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

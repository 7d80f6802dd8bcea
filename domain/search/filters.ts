import type { Asked } from "./data";
import { parse, type QuerySettings } from "./parse";
import type { CountConversations, Filters } from "./schema";

/** A search as the database takes it. Throws `invalid` for a query that cannot be carried out as written. */
export function askedBy(input: CountConversations, settings: QuerySettings): Asked {
  return { question: parse(input.q, settings), text: input.q, filters: filtersFor(input) };
}

/** Filters under the names the database knows, leaving out what was not set. */
export function filtersFor({
  volume,
  model,
  language,
  code,
  uncoded,
  superseded,
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
    superseded: superseded || undefined,
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

const given: Readonly<Record<string, string>> = { volumes: "volume", models: "model", languages: "language", codes: "code" };

/** What `filtersFor` made, under the names of an address again. */
export function filtersFrom(named: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [given[name] ?? name, value]));
}

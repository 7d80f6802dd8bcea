import type { Route } from "next";
import type { Sort } from "@/domain/search/schema";
import { dayOf, monthOf } from "../ui/when";

/** A search as it stands in the address: everything that can be shared, and nothing else. Dates are days in UTC. */
export type SearchAddress = {
  readonly q: string;
  readonly volume: readonly string[];
  readonly model: readonly string[];
  readonly language: readonly string[];
  readonly code: readonly string[];
  readonly uncoded: boolean;
  /** Also the versions that a later volume replaced. */
  readonly superseded: boolean;
  readonly from: string;
  readonly to: string;
  readonly minTurns: string;
  readonly maxTurns: string;
  readonly set: string;
  /** The list begins with the answer at this place of the order; empty for the first. */
  readonly rank: string;
  readonly sort: Sort;
};

/** The orders there are, as they are called. */
export const sortNames: Readonly<Record<Sort, string>> = {
  date: "Oldest first",
  "-date": "Newest first",
  relevance: "Most relevant first",
  hits: "Most hits first",
  length: "Longest first",
};

const lists = ["volume", "model", "language", "code"] as const;
const flags = ["uncoded", "superseded"] as const;
const singles = ["q", "from", "to", "minTurns", "maxTurns", "set", "rank"] as const;
export type ListName = (typeof lists)[number];

/** Reads a search from an address. What it does not know it leaves alone. */
export function searchFrom(params: { get(name: string): string | null; getAll(name: string): string[] }): SearchAddress {
  const all = Object.fromEntries(lists.map((name) => [name, params.getAll(name).filter(Boolean)])) as Record<ListName, string[]>;
  const one = Object.fromEntries(singles.map((name) => [name, params.get(name) ?? ""])) as Record<(typeof singles)[number], string>;
  const flag = Object.fromEntries(flags.map((name) => [name, params.get(name) === "true"])) as Record<(typeof flags)[number], boolean>;
  return { ...all, ...one, ...flag, sort: sortFrom(params.get("sort")) };
}

/** An order by its name in an address or a menu; by date where there is none of that name. */
export function sortFrom(name: string | null): Sort {
  return (Object.keys(sortNames) as Sort[]).find((sort) => sort === name) ?? "date";
}

/** The search as parameters, in one order always: the same search has the same address. */
export function paramsOf(search: SearchAddress): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of singles) if (search[name]) params.set(name, search[name]);
  for (const name of lists) for (const value of search[name]) params.append(name, value);
  for (const name of flags) if (search[name]) params.set(name, "true");
  if (search.sort !== "date") params.set("sort", search.sort);
  return params;
}

/** The search without its order and place: what is counted. */
export function countedParams(search: SearchAddress): string {
  return paramsOf({ ...search, sort: "date", rank: "" }).toString();
}

/** Whether anything besides the words leaves answers out. Superseded versions are only ever added. */
export function isNarrowed(search: SearchAddress): boolean {
  return paramsOf({ ...search, q: "", sort: "date", rank: "", superseded: false }).size > 0;
}

/** Whether all of a set is asked for, and nothing else. */
export function isWholeSet(search: SearchAddress): boolean {
  return search.set !== "" && !isNarrowed({ ...search, set: "" }) && search.q === "";
}

/** The filters as the body of a request names them. */
export function filtersOf({ q: _q, sort: _sort, rank: _rank, ...filters }: SearchAddress): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filters)
      .filter(([, value]) => value !== "" && value !== false && !(Array.isArray(value) && value.length === 0))
      .map(([name, value]) => [name, name === "minTurns" || name === "maxTurns" ? Number(value) : value]),
  );
}

export type Chip = { readonly name: keyof SearchAddress; readonly value: string; readonly label: string };

/** What is set besides the words, each as it is read aloud. `labels` names codes; `setName` is the set’s, once it is known. */
export function chipsOf(search: SearchAddress, labels: ReadonlyMap<string, string> = new Map(), setName?: string): Chip[] {
  const word = (name: keyof SearchAddress, value: string, label: string) => (value ? [{ name, value, label }] : []);
  return [
    ...word("set", search.set, setName ? `within the set “${setName}”` : "within a reviewed set"),
    ...word("from", search.from, `from ${dateInWords(search.from, "first")}`),
    ...word("to", search.to, `to ${dateInWords(search.to, "last")}`),
    ...search.volume.map((value) => ({ name: "volume" as const, value, label: value })),
    ...search.model.map((value) => ({ name: "model" as const, value, label: value })),
    ...search.language.map((value) => ({ name: "language" as const, value, label: languageName(value) })),
    ...search.code.map((value) => ({ name: "code" as const, value, label: `coded ${labels.get(value) ?? value}` })),
    ...word("uncoded", search.uncoded ? "true" : "", "not coded by us"),
    ...word("superseded", search.superseded ? "true" : "", "superseded versions too"),
    ...word("minTurns", search.minTurns, `at least ${search.minTurns} turns`),
    ...word("maxTurns", search.maxTurns, `at most ${search.maxTurns} turns`),
  ];
}

/** The search with one chip taken away. */
export function without(search: SearchAddress, { name, value }: Chip): SearchAddress {
  if (name === "uncoded" || name === "superseded") return { ...search, [name]: false };
  const list = lists.find((one) => one === name);
  return list ? { ...search, [list]: search[list].filter((one) => one !== value) } : { ...search, [name]: "" };
}

/** The first and the last day of a month written 2023-04, or of a day written 2023-04-15; empty for anything else. */
export function daysOf(written: string): { first: string; last: string } {
  const [, year, number, day] = /^(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?$/.exec(written) ?? [];
  if (!year || !number) return { first: "", last: "" };
  const last = new Date(Date.UTC(Number(year), Number(number), 0)).getUTCDate();
  if (!day) return { first: `${written}-01`, last: `${written}-${last}` };
  return Number(day) >= 1 && Number(day) <= last ? { first: written, last: written } : { first: "", last: "" };
}

/** A day as it is written in a filter: as its month, where it is the end of one. */
export function writtenDate(day: string, end: "first" | "last"): string {
  const month = day.slice(0, 7);
  return daysOf(month)[end] === day ? month : day;
}

function dateInWords(day: string, end: "first" | "last"): string {
  const written = writtenDate(day, end);
  if (daysOf(written).first === "") return day; // no day and no month: as it stands in the address
  return written.length === 7 ? monthOf(written) : dayOf(day);
}

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** The English name of a language, from its tag; the tag itself where there is none. */
export function languageName(tag: string): string {
  if (tag === "other") return "another language";
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Where a conversation opens beside its search; at a turn, when one is given. */
export function conversationHref(id: string | null, search: SearchAddress, turn?: number): Route {
  const params = paramsOf(search);
  if (turn) params.set("turn", String(turn));
  const asked = params.size > 0 ? `?${params}` : "";
  return (id ? `/conversations/${encodeURIComponent(id)}${asked}` : `/conversations${asked}`) as Route;
}

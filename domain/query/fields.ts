import { inClasses } from "./lengths";
import { problem } from "./problem";
import type { Field } from "./question";

type Place = { readonly at: number; readonly length: number };

/** The fields, each with how it is written; what the help and the refusal of another name list. */
export const fields = {
  model: "model:gpt-4*",
  language: "language:en",
  volume: 'volume:"Volume 1"',
  code: "code:hot",
  uncoded: "uncoded:yes",
  turns: "turns:>=5",
  words: "words:100..500",
  date: "date:2023-04..2023-06",
  month: "month:2023-04",
} as const;
export type FieldName = keyof typeof fields;

export function isField(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

/** A field with one value or several, any of them. `coarse`: lengths are asked for in whole classes, days in whole months. Throws `invalid` for a value that the field cannot have. */
export function fieldOf(name: FieldName, values: readonly string[], place: Place, coarse: boolean): Field {
  const [value = ""] = values;
  const wrong = (said: string) => problem(`${said} For example ${fields[name]}.`, place);
  if (values.length === 0 || values.some((one) => one.trim() === "")) throw wrong(`${name}: needs a value.`);
  if (name === "model" || name === "language" || name === "volume" || name === "code") return { op: "field", field: name, values };
  if (values.length > 1) throw wrong(`${name}: takes one value or a range.`);
  if (name === "uncoded") {
    if (value.toLowerCase() !== "yes") throw wrong("uncoded: takes yes. For the others write NOT uncoded:yes.");
    return { op: "field", field: "uncoded" };
  }
  if (name === "turns" || name === "words") {
    const range = numbersOf(value);
    if (!range) throw wrong(`${name}: takes a number, a comparison or a range.`);
    return { op: "field", field: name, ...(coarse ? inClasses(name, range) : range) };
  }
  const range = daysOf(value);
  if (!range) throw wrong(`${name}: takes a day, a month, a year, a comparison or a range.`);
  return { op: "field", field: "date", ...(coarse ? inMonths(range) : range) };
}

/** The same days and the rest of their months; the database has the same (`search.first_day`, `search.day_after`). */
function inMonths({ from, to }: { from?: string; to?: string }): { from?: string; to?: string } {
  return { ...(from && { from: `${from.slice(0, 7)}-01` }), ...(to && { to: spanOf(to.slice(0, 7))?.to ?? to }) };
}

function numbersOf(value: string): { from?: number; to?: number } | null {
  const [, sign = "", one, , least, most] = /^(?:(>=|<=|>|<|=)?(\d{1,9})|((\d{1,9})?\.\.(\d{1,9})?))$/.exec(value) ?? [];
  if (one !== undefined) {
    const n = Number(one);
    if (sign === ">") return { from: n + 1 };
    if (sign === ">=") return { from: n };
    if (sign === "<") return n > 0 ? { to: n - 1 } : null;
    return sign === "<=" ? { to: n } : { from: n, to: n };
  }
  if (least === undefined && most === undefined) return null;
  if (least !== undefined && most !== undefined && Number(least) > Number(most)) return null;
  return { ...(least !== undefined && { from: Number(least) }), ...(most !== undefined && { to: Number(most) }) };
}

function daysOf(value: string): { from?: string; to?: string } | null {
  const [, sign = "", first = "", dots, last = ""] = /^(>=|<=|>|<|=)?([\d-]*)(\.\.)?([\d-]*)$/.exec(value) ?? [];
  const one = first ? spanOf(first) : null;
  const two = last ? spanOf(last) : null;
  if ((first && !one) || (last && !two) || (!one && !two) || (dots && sign) || (last && !dots)) return null;
  if (dots) {
    if (one && two && one.from > two.to) return null;
    return { ...(one && { from: one.from }), ...(two && { to: two.to }) };
  }
  if (!one) return null;
  if (sign === ">=") return { from: one.from };
  if (sign === "<=") return { to: one.to };
  if (sign === ">") return { from: beside(one.to, 1) };
  return sign === "<" ? { to: beside(one.from, -1) } : one;
}

/** The days of a year, a month or a day. */
function spanOf(said: string): { from: string; to: string } | null {
  const [, year = "", month, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(said) ?? [];
  if (year < "1000" || year > "9990") return null;
  const from = `${year}-${month ?? "01"}-${day ?? "01"}`;
  const parsed = new Date(`${from}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== from) return null;
  if (day) return { from, to: from };
  const next = new Date(parsed);
  if (month) next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCFullYear(next.getUTCFullYear() + 1);
  return { from, to: beside(next.toISOString().slice(0, 10), -1) };
}

function beside(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

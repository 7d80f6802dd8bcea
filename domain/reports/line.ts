import type { ExportedEntry } from "@/domain/audit/schema";

/** What of an entry a report rests on. The same from the database and from an export, so that a report is the same from either. */
export type Line = Pick<
  ExportedEntry,
  "id" | "at" | "person" | "email" | "side" | "role" | "session" | "action" | "object" | "outcome" | "reason" | "detail"
>;

/** The first moment of a report and the first after it, written as the log writes: UTC, microseconds, so that text order is time order. */
export type Span = { readonly from: string; readonly until: string };

/** One question asked of the log, entry by entry. What it answers does not depend on the order in which it was told. */
export type Tally<R> = {
  readonly take: (line: Line) => void;
  readonly result: () => R;
};

/** A pointer from a report to the line that proves it. */
export type Proof = { readonly entry: string; readonly at: string };

export function proofOf({ id, at }: Line): Proof {
  return { entry: id, at };
}

/** The number of an entry decides which was earlier. */
export function isEarlier(a: Pick<Proof, "entry">, b: Pick<Proof, "entry">): boolean {
  return a.entry.length === b.entry.length ? a.entry < b.entry : a.entry.length < b.entry.length;
}

export function inOrder(a: Pick<Proof, "entry">, b: Pick<Proof, "entry">): number {
  return a.entry === b.entry ? 0 : isEarlier(a, b) ? -1 : 1;
}

export function earlier<P extends Proof>(a: P | null, b: P): P {
  return a && !isEarlier(b, a) ? a : b;
}

export function later<P extends Proof>(a: P | null, b: P): P {
  return a && !isEarlier(a, b) ? a : b;
}

/** A moment as the log writes it: a day begins at midnight UTC. */
export function momentInLog(at: string | Date): string {
  return `${new Date(at).toISOString().slice(0, -1)}000Z`;
}

/** The control numbers of which an entry says that something was shown. */
export function shownIn({ detail }: Pick<Line, "detail">): readonly string[] {
  const shown = detail?.shown;
  return Array.isArray(shown) ? shown.filter((one) => typeof one === "string") : [];
}

/** A whole number that an entry states, or 0. */
export function numberIn({ detail }: Pick<Line, "detail">, name: string): number {
  const value = detail?.[name];
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

export function textIn({ detail }: Pick<Line, "detail">, name: string): string | null {
  const value = detail?.[name];
  return typeof value === "string" ? value : null;
}

/** How many turns a look showed. */
export function turnsIn(line: Line): number {
  const [from, to] = [numberIn(line, "from"), numberIn(line, "to")];
  return from > 0 && to >= from ? to - from + 1 : 0;
}

/** What an object is called within its kind, or null where the entry is about something else. */
export function named(kind: string, { object }: Pick<Line, "object">): string | null {
  return object?.startsWith(`${kind}:`) ? object.slice(kind.length + 1) : null;
}

/** A key for a person in a tally: their id, or their address, or nobody. */
export function personOf({ person, email }: Line): string {
  return person ?? email ?? "";
}

/** The one kept under a key, made when there is none. */
export function keptIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Text order that is the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

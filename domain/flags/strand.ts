import { type Line, named, shownIn } from "@/domain/reports/line";
import type { Habits } from "./habits";
import type { Flag, FlagKind, FlagSettings } from "./schema";

/** What one person did in a stretch of time, in order: what a flag is raised over. */
export type Strand = { readonly lines: readonly Timed[]; readonly settings: FlagSettings; readonly habits: Habits };
export type Timed = Line & { readonly ms: number };
export type Look = Timed & { readonly control: string };

/** Raises what strikes in one person's strand. Pure: the same entries, settings and habits raise the same flags. */
export type Detector = (strand: Strand) => readonly Flag[];

/** The conversations somebody opened, one after the other; turning the pages of one is one look. */
export function looksIn(lines: readonly Timed[]): Look[] {
  const looks: Look[] = [];
  for (const line of lines) {
    if (line.action !== "conversation:view" || line.outcome !== "done") continue;
    const control = named("conversation", line);
    if (control && looks.at(-1)?.control !== control) looks.push({ ...line, control });
  }
  return looks;
}

export function searchesIn(lines: readonly Timed[]): (Timed & { readonly shown: readonly string[] })[] {
  return lines.flatMap((line) =>
    line.action === "conversation:search" && line.outcome === "done" ? [{ ...line, shown: shownIn(line) }] : [],
  );
}

const PROOFS = 20;

/** A flag over some entries in order: its person is theirs, it begins with the first and ends with the last. */
export function flag(kind: FlagKind, over: readonly Line[], sentence: string, measured: Flag["measured"]): Flag[] {
  const [first, last] = [over[0], over.at(-1)];
  if (!first || !last) return [];
  const { person, email, side, role } = first;
  return [{ ...{ kind, person, email, side, role, from: first.at, to: last.at, sentence, measured }, entries: sampled(over) }];
}

// The first and the last among them, the others at even distances.
function sampled(over: readonly Line[]): string[] {
  const n = Math.min(PROOFS, over.length);
  return Array.from({ length: n }, (_, i) => over[n === 1 ? 0 : Math.round((i * (over.length - 1)) / (n - 1))]?.id ?? "");
}

/** Stretches of items that `joins` to the one before. */
export function stretches<T>(items: readonly T[], joins: (before: T, item: T) => boolean): T[][] {
  const all: T[][] = [];
  for (const item of items) {
    const open = all.at(-1);
    const before = open?.at(-1);
    if (open && before !== undefined && joins(before, item)) open.push(item);
    else all.push([item]);
  }
  return all;
}

/** Which items stand in some window of at most `span` milliseconds that holds at least `many` of them. */
export function crowded<T extends { readonly ms: number }>(items: readonly T[], many: number, span: number): T[] {
  const inside: T[] = [];
  let from = 0;
  let kept = 0;
  for (const [to, item] of items.entries()) {
    while (item.ms - (items[from]?.ms ?? 0) > span) from++;
    if (to - from + 1 < many) continue;
    inside.push(...items.slice(Math.max(from, kept), to + 1));
    kept = to + 1;
  }
  return inside;
}

export function minutesOf(over: readonly { readonly ms: number }[]): number {
  const [first, last] = [over[0], over.at(-1)];
  return first && last ? Math.max(1, Math.round((last.ms - first.ms) / 60_000)) : 0;
}

/** "1 minute", "12 minutes" */
export function inMinutes(over: readonly { readonly ms: number }[]): string {
  return counted(minutesOf(over), "minute");
}

/** "1 attempt", "12 attempts" */
export function counted(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}

export const MINUTE = 60_000;

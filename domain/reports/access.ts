import type { Role, Side } from "@/domain/access/permissions";
import {
  byText,
  earlier,
  keptIn,
  type Line,
  later,
  named,
  numberIn,
  type Proof,
  personOf,
  proofOf,
  shownIn,
  type Tally,
  turnsIn,
} from "./line";
import { ControlNumbers } from "./numbers";

/** What one person did, in numbers. `opened` counts looks, `conversations` different ones; `listed` and `differentListed` likewise in results. */
export type Volume = {
  readonly sessions: number;
  readonly opened: number;
  readonly conversations: number;
  readonly turns: number;
  readonly characters: number;
  readonly searches: number;
  readonly listed: number;
  readonly differentListed: number;
  readonly counts: number;
  readonly exported: number;
  readonly downloads: number;
  readonly refused: number;
};

export type PersonAccess = Volume & {
  readonly person: string | null;
  readonly email: string | null;
  readonly side: Side | null;
  readonly role: Role | null;
  readonly days: number;
  readonly first: Proof | null;
  readonly last: Proof | null;
};

export type SideOfDay = { readonly day: string; readonly side: Side | null } & Pick<
  Volume,
  "opened" | "searches" | "listed" | "characters" | "downloads" | "refused"
>;

export type AccessReport = { readonly people: readonly PersonAccess[]; readonly days: readonly SideOfDay[] };

type Kept = {
  readonly line: Line;
  readonly volume: { -readonly [K in keyof Volume]: number };
  readonly conversations: ControlNumbers;
  readonly shown: ControlNumbers;
  readonly days: Set<string>;
  first: Proof | null;
  last: Proof | null;
};

/** Who opened, was shown and took away how much, by person, and by day and side. */
export function tallyAccess(): Tally<AccessReport> {
  const people = new Map<string, Kept>();
  const days = new Map<string, { day: string; side: Side | null } & Kept["volume"]>();

  function take(line: Line) {
    const amounts = amountsOf(line);
    const day = line.at.slice(0, 10);
    const ofDay = keptIn(days, `${day} ${line.side}`, () => ({ day, side: line.side, ...nothing() }));
    add(ofDay, amounts);
    if (!personOf(line)) return;
    const kept = keptIn(people, [personOf(line), line.side, line.role].join(" "), () => newKept(line));
    add(kept.volume, amounts);
    note(kept, line, day);
  }

  return {
    take,
    result: () => ({
      people: [...people.values()].map(toldOf).sort((a, b) => byText(orderOf(a), orderOf(b))),
      days: [...days.values()]
        .map(({ day, side, opened, searches, listed, characters, downloads, refused }) => ({
          ...{ day, side, opened, searches, listed, characters, downloads, refused },
        }))
        .sort((a, b) => byText(`${a.day} ${a.side}`, `${b.day} ${b.side}`)),
    }),
  };
}

function newKept(line: Line): Kept {
  const sets = { conversations: new ControlNumbers(), shown: new ControlNumbers(), days: new Set<string>() };
  return { line, volume: nothing(), ...sets, first: null, last: null };
}

function note(kept: Kept, line: Line, day: string) {
  kept.days.add(day);
  kept.first = earlier(kept.first, proofOf(line));
  kept.last = later(kept.last, proofOf(line));
  if (line.outcome !== "done") return;
  const opened = line.action === "conversation:view" ? named("conversation", line) : null;
  if (opened) kept.conversations.add(opened);
  if (line.action === "conversation:search") for (const control of shownIn(line)) kept.shown.add(control);
}

function toldOf({ line: { person, email, side, role }, volume, conversations, shown, days, first, last }: Kept): PersonAccess {
  const different = { conversations: conversations.size, differentListed: shown.size };
  return { person, email, side, role, days: days.size, ...volume, ...different, first, last };
}

function orderOf({ side, role, email, person }: PersonAccess): string {
  return [side ?? "~", role, email, person].join(" ");
}

function nothing(): Kept["volume"] {
  return {
    sessions: 0,
    opened: 0,
    conversations: 0,
    turns: 0,
    characters: 0,
    searches: 0,
    listed: 0,
    differentListed: 0,
    counts: 0,
    exported: 0,
    downloads: 0,
    refused: 0,
  };
}

function add(sum: Kept["volume"], amounts: Partial<Volume>) {
  for (const [name, value] of Object.entries(amounts)) sum[name as keyof Volume] += value;
}

/** What one entry adds. Different conversations are counted apart, since they do not add up. */
export function amountsOf(line: Line): Partial<Volume> {
  if (line.outcome === "refused") return { refused: 1 };
  if (line.outcome !== "done") return {};
  switch (line.action) {
    case "session:open":
      return { sessions: 1 };
    case "conversation:view":
      return { opened: 1, turns: turnsIn(line), characters: numberIn(line, "characters") };
    case "conversation:search":
      return { searches: 1, listed: shownIn(line).length, characters: numberIn(line, "characters") };
    case "conversation:count":
      return { counts: 1 };
    case "production:ask":
      return { exported: shownIn(line).length };
    case "production:download":
      return { downloads: 1 };
    default:
      return {};
  }
}

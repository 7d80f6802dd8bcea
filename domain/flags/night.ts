import { keptIn } from "@/domain/reports/line";
import type { FlagSettings } from "./schema";
import { type Detector, flag, type Timed } from "./strand";

const QUARTER = 900_000;
const clocks = new Map<string, { readonly clock: Intl.DateTimeFormat; readonly known: Map<number, number> }>();

/** The hour of the clock on the wall, in a zone. Every zone keeps whole quarters of an hour, so each quarter is asked for once. */
export function hourIn(zone: string, ms: number): number {
  const { clock, known } = keptIn(clocks, zone, () => ({
    clock: new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }),
    known: new Map<number, number>(),
  }));
  const quarter = Math.floor(ms / QUARTER);
  if (known.size > 50_000) known.clear();
  return keptIn(known, quarter, () => Number(clock.format(quarter * QUARTER)));
}

function isNight({ from, until }: FlagSettings["night"], hour: number): boolean {
  return from > until ? hour >= from || hour < until : hour >= from && hour < until;
}

/** Much reading at night by somebody who does not usually work then. */
export const findNights: Detector = ({ lines, settings: { night, zone, zones }, habits }) => {
  const [first] = lines;
  if (!first) return [];
  const theirs = zones[first.email ?? ""] ?? zone;
  const hours = habits.hours(first.person ?? first.email ?? "");
  const usual = hours.filter((hour) => isNight(night, hourIn(theirs, hour))).length / Math.max(1, hours.length);
  if (usual > night.usual) return [];
  const nights: { readonly over: Timed[]; last: number }[] = [];
  for (const line of lines) {
    if (!reads(line) || !isNight(night, hourIn(theirs, line.ms))) continue;
    const open = nights.at(-1);
    // Two nights lie a day's work apart.
    if (open && line.ms - open.last < 8 * 3_600_000) Object.assign(open, { last: line.ms }).over.push(line);
    else nights.push({ over: [line], last: line.ms });
  }
  return nights.flatMap(({ over }) =>
    over.length < night.looks
      ? []
      : flag("night", over, `${over.length} looks and searches between ${night.from}:00 and ${night.until}:00, ${theirs} time.`, {
          looks: over.length,
        }),
  );
};

function reads({ action, outcome }: Timed): boolean {
  return outcome === "done" && (action === "conversation:view" || action === "conversation:search");
}

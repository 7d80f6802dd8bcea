import { byText, type Line } from "@/domain/reports/line";
import { findDevices } from "./device";
import type { Habits } from "./habits";
import { findHaste } from "./haste";
import { findNights } from "./night";
import { findRate } from "./rate";
import { findBudgets, findGuesses, findRefusals } from "./refused";
import type { Flag, FlagSettings } from "./schema";
import { findSequences } from "./sequence";
import { findSessions } from "./session";
import type { Detector, Timed } from "./strand";
import { findSweeps } from "./sweep";

const detectors: readonly Detector[] = [
  ...[findRate, findNights, findSequences, findSweeps, findHaste],
  ...[findSessions, findDevices, findRefusals, findGuesses, findBudgets],
];

/** What strikes in a stretch of the log, person by person, the newest first. Entries may come in any order. */
export function detect(lines: readonly Line[], settings: FlagSettings, habits: Habits): Flag[] {
  const people = new Map<string, Timed[]>();
  for (const line of lines) {
    const key = line.person ?? line.email;
    if (!key) continue;
    const strand = people.get(key);
    const timed = { ...line, ms: Date.parse(line.at) };
    if (strand) strand.push(timed);
    else people.set(key, [timed]);
  }
  const flags = [...people.values()].flatMap((strand) => {
    strand.sort((a, b) => a.ms - b.ms || Number(a.id) - Number(b.id));
    return detectors.flatMap((find) => find({ lines: strand, settings, habits }));
  });
  return flags.sort((a, b) => byText(b.to, a.to) || byText(a.kind, b.kind) || byText(a.email ?? "", b.email ?? ""));
}

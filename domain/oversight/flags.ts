import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { frameFor } from "@/domain/filings/frame";
import { linesFor } from "@/domain/filings/lines";
import { detect } from "@/domain/flags/detect";
import { habitsOf } from "@/domain/flags/habits";
import { settingsFor } from "@/domain/flags/schema";
import { type Line, momentInLog } from "@/domain/reports/line";
import { linesWithin } from "@/domain/reports/source";
import { findFlagged, listFlagRows, listHabits } from "./data";
import type { Flags, ListFlags, RaisedFlag } from "./schema";

const DAY = 86_400_000;
const SHOWN = 500;
/** The running day is looked through while one waits: no more entries than this. */
const MOST = 20_000;

/**
 * What strikes in the log: for days that are over as the reporter found and kept it, for the days since from the entries at once. The
 * same functions either way, and the same from an export.
 */
export async function listFlags(actor: Actor, input: ListFlags): Promise<Flags> {
  const { rows, flagged } = await look(actor, "audit:read", async (tx, permit) => ({
    rows: await listFlagRows(tx, permit, input, SHOWN + 1),
    flagged: await findFlagged(tx, permit),
  }));
  const since = sinceOf(flagged.upTo);
  const fresh = await flagsSince(actor, since, flagged.settings);
  const kept = rows.slice(0, SHOWN).map(({ day, flag }) => ({ day, ...flag }));
  const items = [...fresh.items.filter((flag) => fits(flag, input)), ...kept];
  const cut = [...(fresh.cut ? [momentInLog(since).slice(0, 10)] : []), ...flagged.cut];
  return { items, upTo: flagged.upTo, today: !fresh.cut, cut, more: rows.length > SHOWN };
}

// Two days at most: more than that the reporter is behind, and the page says up to which day it came.
function sinceOf(upTo: string | null): Date {
  const today = Math.floor(Date.now() / DAY) * DAY;
  return new Date(Math.max(today - DAY, upTo ? Date.parse(upTo) + DAY : 0));
}

async function flagsSince(actor: Actor, since: Date, kept: unknown): Promise<{ items: RaisedFlag[]; cut: boolean }> {
  const settings = settingsFor(kept, actor.order.settings);
  const { log } = await frameFor(actor);
  const lines: Line[] = [];
  const [from, until] = [momentInLog(since), momentInLog(new Date(Date.now() + DAY))];
  for await (const line of linesWithin(linesFor(actor), { size: log.size ?? 0, from, until, actions: null, refused: false })) {
    if (lines.length === MOST) return { items: raised(lines), cut: true };
    lines.push(line);
  }
  const before = new Date(since.getTime() - settings.habitDays * DAY);
  const habits = habitsOf(await look(actor, "audit:read", (tx, permit) => listHabits(tx, permit, before, since)));
  return { items: detect(lines, settings, habits).map((flag) => ({ day: flag.to.slice(0, 10), ...flag })), cut: false };

  function raised(some: readonly Line[]): RaisedFlag[] {
    return detect(some, settings, habitsOf([])).map((flag) => ({ day: flag.to.slice(0, 10), ...flag }));
  }
}

function fits({ kind, person, day }: RaisedFlag, asked: ListFlags): boolean {
  if (asked.kind && asked.kind !== kind) return false;
  if (asked.person && asked.person !== person) return false;
  return (!asked.from || day >= asked.from) && (!asked.to || day <= asked.to);
}

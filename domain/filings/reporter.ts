// The reporter's work: sums the log up, finds what strikes in days that are over, and makes the reports that were asked for or came due.
// It signs in as rr_reporter, which may call the functions of oversight and nothing else, and has the key of the log sign for it.
import type pg from "pg";
import { detect } from "@/domain/flags/detect";
import { type HourOfPerson, habitsOf } from "@/domain/flags/habits";
import { settingsFor } from "@/domain/flags/schema";
import { documentOf } from "@/domain/reports/compile";
import { duePeriods } from "@/domain/reports/due";
import { spanOf } from "@/domain/reports/exported";
import { type Line, momentInLog } from "@/domain/reports/line";
import type { Every, ReportKind } from "@/domain/reports/schema";
import { linesWithin, reportFrom, type Source } from "@/domain/reports/source";
import { statementOf } from "./statement";

/** Signs a text with the key of a log, as a signed note. */
export type Sign = (log: string, origin: string, text: string) => Promise<string>;
export type Round = { readonly rolled: number; readonly days: number; readonly made: number };

type Log = {
  readonly log: string;
  readonly slug: string;
  readonly caption: string;
  readonly origin: string;
  readonly size: number;
  readonly covered: number;
  readonly covered_at: Date | null;
  readonly zone: string | null;
  readonly flags: unknown;
};

const DAY = 86_400_000;
/** So many leaves make a run of their own; fewer wait for the end of their hour. */
const RUN = 5_000;
const MOST_LEAVES = 50_000;
/** A day longer than this is looked through only so far, and says so. */
const MOST_LINES = 400_000;
/** A transaction lasts a minute at most: a day is over for certain some minutes after midnight. */
const GRACE = 10 * 60_000;

/** One round over every log. `now` decides what is over; what could not be made stays and is tried again in the next round. */
export async function reportRound(client: pg.ClientBase, sign: Sign, now: Date): Promise<Round> {
  const round = { rolled: 0, days: 0, made: 0 };
  for (const log of await listLogs(client)) {
    round.rolled += await rollUp(client, log, now);
    round.days += await flagDays(client, log, now);
    await comeDue(client, log, now);
    round.made += await makeReports(client, log, sign);
  }
  return round;
}

async function listLogs(client: pg.ClientBase): Promise<Log[]> {
  const { rows } = await client.query("SELECT * FROM oversight.logs()");
  return rows.map((row) => ({ ...row, size: Number(row.size), covered: Number(row.covered) }));
}

async function rollUp(client: pg.ClientBase, { log, size, covered, covered_at }: Log, now: Date): Promise<number> {
  const newHour = !covered_at || Math.floor(covered_at.getTime() / 3_600_000) < Math.floor(now.getTime() / 3_600_000);
  let rolled = 0;
  while (size - covered - rolled >= RUN || (newHour && covered + rolled < size)) {
    const { rows } = await client.query("SELECT oversight.roll_up($1, $2) AS n", [log, MOST_LEAVES]);
    if (Number(rows[0].n) === 0) break;
    rolled += Number(rows[0].n);
  }
  return rolled;
}

async function flagDays(client: pg.ClientBase, log: Log, now: Date): Promise<number> {
  const { rows } = await client.query("SELECT oversight.flagged_up_to($1) AS day", [log.log]);
  if (!rows[0].day) return 0;
  const settings = settingsFor(log.flags, { timeZone: log.zone });
  let days = 0;
  for (let from = Date.parse(rows[0].day) + DAY; from + DAY + GRACE <= now.getTime() && days < 31; from += DAY) {
    const { lines, cut } = await linesOfDay(client, log, from);
    const before = new Date(from - settings.habitDays * DAY);
    const hours = await client.query<HourOfPerson>("SELECT * FROM oversight.habits($1, $2, $3)", [log.log, before, new Date(from)]);
    const flags = detect(lines, settings, habitsOf(hours.rows));
    const day = new Date(from).toISOString().slice(0, 10);
    await client.query("SELECT oversight.keep_flags($1, $2, $3, $4, $5, $6)", [
      ...[log.log, day, log.size, JSON.stringify(settings), cut, JSON.stringify(flags)],
    ]);
    days++;
  }
  return days;
}

async function linesOfDay(client: pg.ClientBase, { log, size }: Log, from: number): Promise<{ lines: Line[]; cut: boolean }> {
  const lines: Line[] = [];
  const day = { size, from: momentInLog(new Date(from)), until: momentInLog(new Date(from + DAY)), actions: null, refused: false };
  for await (const line of linesWithin(sourceOf(client, log), day)) {
    if (lines.length === MOST_LINES) return { lines, cut: true };
    lines.push(line);
  }
  return { lines, cut: false };
}

async function comeDue(client: pg.ClientBase, { log }: Log, now: Date): Promise<void> {
  const { rows } = await client.query<{ kind: ReportKind; every: Every; since: string }>("SELECT * FROM oversight.schedules($1)", [log]);
  for (const { kind, every, since } of rows) {
    const last = await client.query("SELECT oversight.last_due($1, $2, $3, $4) AS day", [log, kind, every, since]);
    for (const { from, to } of duePeriods(every, since, last.rows[0].day, now))
      await client.query("SELECT oversight.came_due($1, $2, $3, $4, $5)", [log, kind, from, to, every]);
  }
}

async function makeReports(client: pg.ClientBase, log: Log, sign: Sign): Promise<number> {
  const { rows } = await client.query<{ id: string; kind: ReportKind; first_day: string; last_day: string }>(
    "SELECT * FROM oversight.waiting($1)",
    [log.log],
  );
  for (const { id, kind, first_day, last_day } of rows) {
    const { log: matter, slug, caption, origin, size } = log;
    const frame = { matter: { id: matter, slug, caption }, period: spanOf({ from: first_day, to: last_day }), log: { origin, size } };
    const { text, sha256 } = documentOf(await reportFrom(sourceOf(client, matter), kind, frame));
    const note = await sign(matter, origin, statementOf({ origin, kind, from: first_day, to: last_day, size, sha256 }));
    await client.query("SELECT oversight.keep_report($1, $2, $3, $4)", [id, text, note, size]);
  }
  return rows.length;
}

function sourceOf(client: pg.ClientBase, log: string): Source {
  return {
    within: async ({ size, from, until, actions, refused, after, limit }) =>
      (
        await client.query<Line>("SELECT * FROM oversight.lines($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
          ...[log, size, from, until, actions, refused, after?.at ?? null, after?.id ?? null, limit],
        ])
      ).rows,
    before: async ({ size, until, actions, after, limit }) =>
      (
        await client.query<Line>("SELECT * FROM oversight.lines_of($1, $2, $3, $4, $5, $6)", [
          log,
          size,
          until,
          actions,
          after?.id ?? 0,
          limit,
        ])
      ).rows,
  };
}

import type { Actor } from "@/domain/access/permit";
import { inTurn } from "@/domain/search/job";
import { db } from "@/lib/db";
import { stepReport } from "./data";

// Reports that this process carries out, with the session of whoever began or took them up. What they ask stands in the database, so that
// whatever ends this ends nothing else: a colleague takes the report up where it stopped.

const kept = globalThis as { readingRoomTermReports?: Map<string, Promise<void>> };
kept.readingRoomTermReports ??= new Map();
const jobs = kept.readingRoomTermReports;

// Reports take turns among themselves, a step at a time, however many there are: to a search they are one.
let last: Promise<unknown> = Promise.resolve();
function oneByOne<R>(work: () => Promise<R>): Promise<R> {
  const turn = last.then(work, work);
  last = turn.catch(() => null);
  return turn;
}

const STEP_MS = 300; // after which a step ends and shows what it found, and a search that waits has its turn

/** Carries a report out to its end, in short steps. Nobody waits for it here; `reportSettled` does. */
export function carryOutReport(actor: Actor, id: string): void {
  if (jobs.has(id)) return;
  const job = carry(actor, id).finally(() => {
    if (jobs.get(id) === job) jobs.delete(id);
  });
  jobs.set(id, job);
}

/** Waits until this process no longer carries a report out. */
export async function reportSettled(id: string): Promise<void> {
  await jobs.get(id);
}

async function carry(actor: Actor, id: string): Promise<void> {
  const limit = actor.order.settings.searchSeconds * 1_000 + 1_000;
  const step = () => db().$transaction((tx) => stepReport(tx, actor, id, STEP_MS, limit), { maxWait: 30_000, timeout: limit + 10_000 });
  for (let state = "running"; state === "running"; ) {
    try {
      state = await oneByOne(() => inTurn(step));
    } catch {
      return; // the session has ended, or the database is away: the report says so when its next step is due
    }
  }
}

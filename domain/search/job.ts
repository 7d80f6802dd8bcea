import type { Actor } from "@/domain/access/permit";
import { db } from "@/lib/db";
import { stateOf } from "@/lib/unexpected";
import type { OnRecord } from "./data";
import { endRun, type Run, stepRun } from "./run-data";

// Searches that this process carries out. The question stands in the memory of this process alone, for as long as its search takes: the
// database has forgotten it, and is told it anew at every step.

const kept = globalThis as { readingRoomSearches?: Map<string, Promise<void>> };
kept.readingRoomSearches ??= new Map();
const jobs = kept.readingRoomSearches;

const STEP_MS = 300; // after which a step ends and shows what it found; one partition may take longer
const AT_ONCE = 3; // so that a page of results never finds every connection taken by counting
let running = 0;
const queue: (() => void)[] = [];

/** Carries a run out to its end, in short steps. Nobody waits for it here; `settled` does. */
export function carryOut(actor: Actor, run: Run, asked: OnRecord): void {
  if (run.state !== "running") return;
  const job = carry(actor, run, asked).finally(() => {
    if (jobs.get(run.id) === job) jobs.delete(run.id);
  });
  jobs.set(run.id, job);
}

/** Waits for a run that this process carries out, at most so long. */
export async function settled(id: string, ms: number): Promise<void> {
  const job = jobs.get(id);
  if (!job || ms <= 0) return;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    job,
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}

async function carry(actor: Actor, begun: Run, asked: OnRecord): Promise<void> {
  const allowed = actor.order.settings.searchSeconds * 1_000;
  const step = (left: number): Promise<Run | null> =>
    db().$transaction((tx) => stepRun(tx, actor, begun.id, asked, STEP_MS, left), { maxWait: 30_000, timeout: allowed + 5_000 });
  for (let run: Run | null = begun; run?.state === "running"; ) {
    const left: number = allowed - run.costMs;
    try {
      run = await inTurn(() => step(left));
    } catch (error) {
      // Longer than the order allows: what was found stays. Anything else ends the work here, and the run says so when it is due: the
      // session has ended, somebody asked anew and carries it on, or the database is away.
      if (stateOf(error) === "57014") await endRun(db(), actor, begun.id, "too_long").catch(() => null);
      return;
    }
  }
}

/** One step of a search, when it is its turn: a few at once, in the order in which they were asked for. */
export async function inTurn<R>(work: () => Promise<R>): Promise<R> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running--;
  }
}

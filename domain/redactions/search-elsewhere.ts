import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { endSearch, stepSearch } from "./data";
import { objectOf } from "./step";

const STEP_MS = 400; // after which a step ends and keeps how far it came

const kept = globalThis as { readingRoomLeakSearches?: Map<string, Promise<void>> };
kept.readingRoomLeakSearches ??= new Map();
const jobs = kept.readingRoomLeakSearches;
let last: Promise<unknown> = Promise.resolve();

/**
 * Looks for the words of a report in every conversation of the matter, one search after the other, in short steps that are kept. Nobody is shown what
 * is found: places are told to whoever decides about them. Never throws; a search that breaks off is carried on by whoever lists what waits.
 */
export function searchElsewhere(actor: Actor, id: string): Promise<void> {
  const running = jobs.get(id);
  if (running !== undefined) return running;
  const { request: _, ...quiet } = { ...actor, polls: true };
  const job = last.then(() => carry(quiet, id)).catch(() => undefined);
  last = job;
  jobs.set(id, job);
  return job.finally(() => jobs.delete(id));
}

async function carry(actor: Actor, id: string): Promise<void> {
  for (;;) {
    const far = await look(actor, "redaction:search", (tx, permit) => stepSearch(tx, permit, id, STEP_MS));
    if (far?.state !== "running") return;
    if (far.over) break;
  }
  await act(actor, "redaction:search", { detail: { redaction: id } }, async (tx, permit) => {
    const ended = await endSearch(tx, permit, id);
    const detail = { redaction: id, ...(ended && { found: ended.found, state: ended.state }) };
    return { result: null, ...(ended && { object: objectOf(ended) }), detail };
  });
}

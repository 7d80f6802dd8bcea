import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { listDepartureIds } from "./data";
import { readEntries } from "./entries";
import type { Departures, ReadDepartures } from "./schema";

const PAGE = 50;

/** What left and what was stopped on its way, newest first: exports asked for and ended, files and the log downloaded. The chunks in which an export is read stand in the log. */
export async function readDepartures(actor: Actor, { after }: ReadDepartures): Promise<Departures> {
  const ids = await look(actor, "audit:read", (tx, permit) => listDepartureIds(tx, permit, after, PAGE + 1));
  const items = await readEntries(actor, { ids: ids.slice(0, PAGE).map(String) });
  return { items, next: ids.length > PAGE ? (items.at(-1)?.id ?? null) : null };
}

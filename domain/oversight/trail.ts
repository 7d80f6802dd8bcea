import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { findAsOf, listListings, listReaders } from "./data";
import { readEntries } from "./entries";
import type { ReadTrail, Trail } from "./schema";

const PAGE = 50;
/** Readers are told from so many of the newest looks. */
const LOOKS = 5_000;

/**
 * One conversation in the log: who opened which of its turns when, and which pages of results and exports named it. A number that is in
 * no entry has an empty trail, as has one that does not exist: the log knows no others.
 */
export async function readTrail(actor: Actor, { id, after, listedAfter }: ReadTrail): Promise<Trail> {
  const looks = await readLog(actor, ReadLog.parse({ object: `conversation:${id}`, limit: PAGE, after }));
  const { listings, readers, asOf } = await look(actor, "audit:read", async (tx, permit) => ({
    listings: await listListings(tx, permit, id, listedAfter, PAGE + 1),
    readers: await listReaders(tx, permit, id, LOOKS),
    asOf: await findAsOf(tx, permit),
  }));
  const listed = await readEntries(actor, { ids: listings.slice(0, PAGE).map(String) });
  return {
    id,
    looks: { items: [...looks.items], next: looks.next },
    listed: { items: listed, next: listings.length > PAGE ? (listed.at(-1)?.id ?? null) : null },
    readers: readers.map((one) => ({ ...one, first: one.first.toISOString(), last: one.last.toISOString() })),
    readersCut: readers.reduce((sum, one) => sum + one.looks, 0) >= LOOKS,
    asOf,
  };
}

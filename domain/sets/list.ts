import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { type Page, type Paging, pageFrom } from "@/lib/page";
import { listOwnSets, readSince } from "./data";
import { setOf } from "./read";
import type { ReviewedSet } from "./schema";

/** The own side's sets, newest first. */
export function listSets(actor: Actor, input: Paging): Promise<Page<ReviewedSet>> {
  return look(actor, "set:read", async (tx, permit) => {
    const rows = await listOwnSets(tx, permit, input);
    const names = await namesOf(
      tx,
      permit,
      rows.map(({ createdBy }) => createdBy),
    );
    const since = await readSince(
      tx,
      permit,
      rows.map(({ id }) => id),
    );
    return pageFrom(
      rows.map((row) => setOf(row, names, since)),
      input.limit,
    );
  });
}

import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { type Page, type Paging, pageFrom } from "@/lib/page";
import { listOwnProductions } from "./data";
import { endLeftProductions } from "./end-left";
import { productionOf } from "./read";
import type { Production } from "./schema";

/** The own side's productions, newest first, each with how far it is. */
export async function listProductions(actor: Actor, input: Paging): Promise<Page<Production>> {
  await endLeftProductions(actor);
  return look(actor, "production:read", async (tx, permit) => {
    const rows = await listOwnProductions(tx, permit, input);
    const names = await namesOf(
      tx,
      permit,
      rows.map(({ requestedBy }) => requestedBy),
    );
    return pageFrom(
      rows.map((row) => productionOf(row, names)),
      input.limit,
    );
  });
}

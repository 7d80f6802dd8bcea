import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { notFound } from "@/lib/errors";
import { type Page, type Paging, pageFrom } from "@/lib/page";
import { findOwnProduction, listOwnProductions } from "./data";
import { endLeftProductions } from "./end-left";
import { Production, type ReadProduction } from "./schema";

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

/** One production of the own side. Another side's is not there. */
export async function readProduction(actor: Actor, { id }: ReadProduction): Promise<Production> {
  await endLeftProductions(actor);
  return look(actor, "production:read", async (tx, permit) => {
    const row = await findOwnProduction(tx, permit, id);
    if (!row) throw notFound();
    return productionOf(row, await namesOf(tx, permit, [row.requestedBy]));
  });
}

type Row = NonNullable<Awaited<ReturnType<typeof findOwnProduction>>>;

function productionOf(row: Row, names: ReadonlyMap<string, string>): Production {
  return Production.parse({
    ...row,
    requestedBy: names.get(row.requestedBy) ?? "",
    requestedAt: row.requestedAt.toISOString(),
    readyAt: row.readyAt?.toISOString() ?? null,
  });
}

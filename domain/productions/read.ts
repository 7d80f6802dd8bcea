import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { notFound } from "@/lib/errors";
import { findOwnProduction } from "./data";
import { endLeftProductions } from "./end-left";
import { Production, type ReadProduction } from "./schema";

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

/** A row as its side sees it, with the name of who asked. */
export function productionOf(row: Row, names: ReadonlyMap<string, string>): Production {
  return Production.parse({
    ...row,
    requestedBy: names.get(row.requestedBy) ?? "",
    requestedAt: row.requestedAt.toISOString(),
    readyAt: row.readyAt?.toISOString() ?? null,
  });
}

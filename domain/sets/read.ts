import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { filtersFrom } from "@/domain/search/filters";
import { notFound } from "@/lib/errors";
import { findOwnSet, readSince, type Since } from "./data";
import { type ReadSet, type ReviewedSet, SetKind } from "./schema";

/** One set of the own side. Another side's is not there. */
export function readSet(actor: Actor, { id }: ReadSet): Promise<ReviewedSet> {
  return look(actor, "set:read", async (tx, permit) => {
    const row = await findOwnSet(tx, permit, id);
    if (!row) throw notFound();
    const since = await readSince(tx, permit, [row.id]);
    return setOf(row, await namesOf(tx, permit, [row.createdBy]), since);
  });
}

type Row = NonNullable<Awaited<ReturnType<typeof findOwnSet>>>;

/** A row as its side sees it, with the name of who made it. */
export function setOf(row: Row, names: ReadonlyMap<string, string>, since: Since): ReviewedSet {
  return {
    id: row.id,
    name: row.name,
    kind: SetKind.parse(row.kind),
    recipe: row.recipe as ReviewedSet["recipe"],
    dataVersion: row.dataVersion && Buffer.from(row.dataVersion).toString("hex"),
    parserVersion: row.parserVersion,
    query: row.query,
    reading: row.reading,
    filters: filtersFrom(row.filters as Record<string, unknown>),
    size: row.size,
    sha256: Buffer.from(row.sha256).toString("hex"),
    createdBy: names.get(row.createdBy) ?? "",
    createdAt: row.createdAt.toISOString(),
    superseded: since.superseded
      .filter(({ set_id }) => set_id === row.id)
      .map(({ set_id: _, conversations, changed, ...said }) => ({
        ...said,
        conversations: conversations || null,
        changed: conversations ? changed : null,
      })),
    lost: since.lost
      .filter(({ set_id }) => set_id === row.id)
      .map(({ volume, conversations, deleted_at }) => ({ volume, conversations, deletedAt: deleted_at.toISOString() })),
  };
}

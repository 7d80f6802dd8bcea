import type { Actor, Permit } from "@/domain/access/permit";
import type { Opened } from "@/domain/audit/show";
import { tierName } from "@/domain/people/tier";
import type { Tx } from "@/lib/db";
import type { Conversation, Source, Turn } from "./schema";

export type Card = Omit<Conversation, "id" | "flags"> & { readonly docno: number; readonly flags: number };
export type View = { readonly ticket: string; readonly conversation: Card; readonly from: number; readonly to: number };

/** Opens a look at some turns: the entry is committed when this returns, whether it grants or refuses. */
export async function openView(
  tx: Tx,
  { secret, request }: Actor,
  id: string,
  from: number | null,
  to: number | null,
  purpose: string | null,
): Promise<Opened<View>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<View> }]
  >`SELECT api.open_view(${secret}, ${id}, ${from}::int, ${to}::int, ${purpose}, ${request ?? null}::uuid) AS opened`;
  return row.opened;
}

/** A turn as the database gives it: one above the reader says the rank of its tier, and nothing else. */
type Said = Omit<Turn, "turn" | "withheld"> & { readonly withheld?: number };

export async function readTurns(tx: Tx, permit: Permit<"conversation:view">, ticket: bigint): Promise<Turn[]> {
  const rows = await tx.$queryRaw<{ turn: number; said: Said }[]>`SELECT * FROM api.read_view(${permit.actor.secret}, ${ticket})`;
  return rows.map(({ turn, said }) => ({ turn, ...said, ...withheldFrom(permit.actor, said) }));
}

export async function readSource(tx: Tx, permit: Permit<"conversation:view">, ticket: bigint): Promise<Source> {
  const [row] = await tx.$queryRaw<
    [{ source: Omit<Source, "withheld"> & { withheld: number | null } }]
  >`SELECT api.read_source(${permit.actor.secret}, ${ticket}) AS source`;
  return { ...row.source, withheld: row.source.withheld === null ? null : tierName(permit.actor, row.source.withheld) };
}

function withheldFrom(actor: Actor, { withheld }: Said) {
  return { withheld: withheld === undefined ? undefined : tierName(actor, withheld) };
}

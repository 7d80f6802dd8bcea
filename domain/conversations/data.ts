import type { Permit } from "@/domain/access/permit";
import type { Opened } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import type { Conversation, Source, Turn } from "./schema";

export type Card = Omit<Conversation, "id" | "flags"> & { readonly docno: number; readonly flags: number };
export type View = { readonly ticket: string; readonly conversation: Card; readonly from: number; readonly to: number };

/** Opens a look at some turns: the entry is committed when this returns, whether it grants or refuses. */
export async function openView(
  tx: Tx,
  secret: string,
  id: string,
  from: number | null,
  to: number | null,
  purpose: string | null,
): Promise<Opened<View>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<View> }]
  >`SELECT api.open_view(${secret}, ${id}, ${from}::int, ${to}::int, ${purpose}, NULL) AS opened`;
  return row.opened;
}

export async function readTurns(tx: Tx, permit: Permit<"conversation:view">, ticket: bigint): Promise<Turn[]> {
  const rows = await tx.$queryRaw<
    { turn: number; said: Omit<Turn, "turn"> }[]
  >`SELECT * FROM api.read_view(${permit.actor.secret}, ${ticket})`;
  return rows.map(({ turn, said }) => ({ turn, ...said }));
}

export async function readSource(tx: Tx, permit: Permit<"conversation:view">, ticket: bigint): Promise<Source> {
  const [row] = await tx.$queryRaw<[{ source: Source }]>`SELECT api.read_source(${permit.actor.secret}, ${ticket}) AS source`;
  return row.source;
}

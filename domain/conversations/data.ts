import type { Actor, Permit } from "@/domain/access/permit";
import type { Opened } from "@/domain/audit/show";
import { tierName } from "@/domain/people/tier";
import type { Found } from "@/domain/query/hits";
import type { Tx } from "@/lib/db";
import type { Conversation, PrintConversation, Source, Turn } from "./schema";

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

/** Opens turns for printing: right, holds and reason were asked for, and the entry is committed, when this returns. */
export async function openPrint(tx: Tx, actor: Actor, { id, from, to, reason }: PrintConversation): Promise<Opened<View>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<View> }]
  >`SELECT api.open_print(${actor.secret}, ${id}, ${from}::int, ${to}::int, ${reason}, ${actor.request ?? null}::uuid) AS opened`;
  return row.opened;
}

export async function isKnown(tx: Tx, _permit: Permit<"conversation:copy">, id: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ known: boolean }]>`SELECT api.knows_conversation(${id}) AS known`;
  return row.known;
}

/** How many characters the actor has copied within the last 24 hours, as their browser told. */
export async function copiedToday(tx: Tx, { actor }: Permit<"conversation:copy">): Promise<number> {
  const [row] = await tx.$queryRaw<[{ copied: number }]>`SELECT coalesce(sum((detail->>'characters')::int), 0)::int AS copied
    FROM audit.entry WHERE matter_id = ${actor.matter}::uuid AND person_id = ${actor.person}::uuid AND action = 'conversation:copy'
      AND outcome = 'done' AND at > clock_timestamp() - interval '24 hours'`;
  return row.copied;
}

/** A turn as the database gives it: one above the reader says the rank of its tier, and nothing else. */
type Said = Omit<Turn, "turn" | "withheld"> & { readonly withheld?: number };

export async function readTurns(tx: Tx, permit: Permit<"conversation:view" | "conversation:print">, ticket: bigint): Promise<Turn[]> {
  const rows = await tx.$queryRaw<{ turn: number; said: Said }[]>`SELECT * FROM api.read_view(${permit.actor.secret}, ${ticket})`;
  return rows.map(({ turn, said }) => ({ turn, ...said, ...withheldFrom(permit.actor, said) }));
}

/** Where regular expressions are found in the turns that a look opened, as they are shown; a turn of which none is true has no row. */
export function findPatterns(
  tx: Tx,
  permit: Permit<"conversation:view" | "conversation:print">,
  ticket: bigint,
  patterns: readonly string[],
) {
  return tx.$queryRaw<(Found & { turn: number })[]>`SELECT * FROM api.find_in_view(${permit.actor.secret}, ${ticket}, ${patterns})`;
}

type Delivered = Omit<Source, "entry" | "at">;

export async function readSource(tx: Tx, permit: Permit<"conversation:view">, ticket: bigint): Promise<Delivered> {
  const [row] = await tx.$queryRaw<
    [{ source: Omit<Delivered, "withheld"> & { withheld: number | null } }]
  >`SELECT api.read_source(${permit.actor.secret}, ${ticket}) AS source`;
  return { ...row.source, withheld: row.source.withheld === null ? null : tierName(permit.actor, row.source.withheld) };
}

function withheldFrom(actor: Actor, { withheld }: Said) {
  return { withheld: withheld === undefined ? undefined : tierName(actor, withheld) };
}

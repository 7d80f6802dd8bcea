import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { toBase64, toHex } from "@/lib/bytes";
import type { Page } from "@/lib/page";
import { listOwnCodings } from "./data";
import type { Coding, ListCodings } from "./schema";

/** The own side's codes on a conversation. Empty for one that may not be seen, as for one that nobody coded. */
export async function readCodings(actor: Actor, { id }: ListCodings): Promise<Page<Coding>> {
  const rows = await look(actor, "codebook:read", (tx, permit) => listOwnCodings(tx, permit, id));
  const items = rows.map(({ key, turn, at, by, ...row }) => ({
    code: key,
    turn: turn || null,
    note: noteOf(row),
    by,
    at: at.toISOString(),
  }));
  return { items, next: null };
}

type Row = Awaited<ReturnType<typeof listOwnCodings>>[number];

function noteOf({ note_box, note_commitment, note_epoch, note_by }: Omit<Row, "key" | "turn" | "at" | "by">): Coding["note"] {
  if (!note_box || !note_commitment || !note_epoch || !note_by) return null;
  return { epoch: note_epoch, commitment: toHex(note_commitment), box: toBase64(note_box), author: note_by };
}

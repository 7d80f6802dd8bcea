import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { show } from "@/domain/audit/show";
import { patternsOf } from "@/domain/query/question";
import { parse } from "@/domain/search/parse";
import { findDeleted } from "@/domain/volumes/deletion-data";
import { DomainError } from "@/lib/errors";
import { openView } from "./data";
import type { ConversationWindow, ViewConversation } from "./schema";
import { windowRead } from "./window";

/**
 * Opens a window of a conversation, by default its first 50 turns. What the reader is shown, the log remembers first. Throws `invalid` for a query that cannot
 * be carried out as written.
 */
export async function viewConversation(actor: Actor, input: ViewConversation): Promise<ConversationWindow> {
  const [from, to] = windowOf(input.turns);
  const patterns = input.q ? patternsOf(parse(input.q, actor.order.settings)) : [];
  try {
    return await show(
      actor,
      "conversation:view",
      (tx) => openView(tx, actor, input.id, from, to, input.purpose ?? null),
      (tx, view, number, permit) => windowRead(tx, view, number, permit, patterns),
    );
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") throw (await deletedOf(actor, input.id)) ?? error;
    throw error;
  }
}

// A number of a volume that was deleted is no secret: the volume says which it had. What it was coded as is said to its side alone.
async function deletedOf(actor: Actor, id: string): Promise<DomainError | null> {
  const deleted = await look(actor, "conversation:view", (tx, permit) => findDeleted(tx, permit, id));
  if (!deleted) return null;
  const { volume, deletedAt, authority, codes } = deleted;
  const coded = codes.length === 0 ? "" : ` Your side had coded it: ${codes.map(codeInWords).join(", ")}.`;
  const message = `This conversation was deleted with its volume, ${volume}, on ${deletedAt.slice(0, 10)}, on the authority of ${authority}.${coded}`;
  return new DomainError("not_found", message, { deleted });
}

const codeInWords = ({ key, turn }: { readonly key: string; readonly turn: number }) => (turn === 0 ? key : `${key} (turn ${turn})`);

function windowOf(turns: string | undefined): [number | null, number | null] {
  const [from, to] = (turns ?? "").split("-").map(Number);
  return turns ? [from ?? null, to ?? null] : [null, null];
}

import type { Actor, Permit } from "@/domain/access/permit";
import { sealDetail } from "@/domain/audit/seal-detail";
import { show } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import { type Asked, type OnRecord, openQuestion } from "./data";

/**
 * Puts a question on record, sealed to the asking side, before anything is looked up or counted. `answer` is then given what stands on
 * record: the database has forgotten the question, so it is said again, and held against the commitment.
 */
export async function putOnRecord<A extends "conversation:search" | "conversation:count", R>(
  actor: Actor,
  right: A,
  { text: query, filters, question }: Asked,
  answer: (tx: Tx, asked: OnRecord, permit: Permit<A>) => Promise<R>,
): Promise<R> {
  const { sealed, secret } = await sealDetail(actor, { query, filters, question });
  return show(
    actor,
    right,
    (tx) => openQuestion(tx, actor.secret, right === "conversation:search" ? "conversation:ask" : right, sealed),
    (tx, _opened, ticket, permit) => answer(tx, { ticket, ...secret }, permit),
  );
}

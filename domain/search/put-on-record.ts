import { type Actor, type Permit, replayed } from "@/domain/access/permit";
import { sealDetail } from "@/domain/audit/seal-detail";
import { show } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import { requestPart } from "@/lib/request-part";
import { stateOf } from "@/lib/unexpected";
import { type Asked, type OnRecord, openQuestion } from "./data";

/**
 * Puts a question on record, sealed to the asking side, before anything is looked up or counted. `answer` is then given what stands on
 * record: the database has forgotten the question, so it is said again, and held against the commitment. A request that is sent again has
 * another salt: it may be given what it was given before, and nothing new.
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
    (tx) => openQuestion(tx, actor.secret, right === "conversation:search" ? "conversation:ask" : right, sealed, requestOf(actor)),
    (tx, { replayed: again }, ticket, permit) =>
      answer(tx, { ticket, ...secret }, permit).catch((error: unknown) => {
        throw again && stateOf(error) === "42501" ? replayed() : error;
      }),
  );
}

// The question and its answer are two entries of one request, so the question's has a name made from the request's.
function requestOf({ request }: Actor): string | null {
  return request ? requestPart(request, "question") : null;
}

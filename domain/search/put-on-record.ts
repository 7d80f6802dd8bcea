import type { Actor, Permit } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import { type Asked, openCount } from "./data";

/** Puts a question on record, sealed to the asking side, and then does what counts its answers: `count` is given the ticket that names it. */
export function putOnRecord<R>(
  actor: Actor,
  asked: Asked,
  count: (tx: Tx, ticket: bigint, permit: Permit<"conversation:count">) => Promise<R>,
): Promise<R> {
  return show(
    actor,
    "conversation:count",
    (tx) => openCount(tx, actor.secret, asked),
    (tx, _opened, ticket, permit) => count(tx, ticket, permit),
  );
}

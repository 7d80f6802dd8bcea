import type { Action } from "@/domain/access/permissions";
import { type Actor, type HoldNotice, type Permit, permit, refused } from "@/domain/access/permit";
import { db, type Tx } from "@/lib/db";

/** What a door of the database answers: a ticket for a look that is now on record, or the reason of a refusal that is. */
export type Opened<O> =
  | ({ readonly outcome: "done"; readonly ticket: string } & O)
  | { readonly outcome: "refused"; readonly reason: string; readonly holds?: readonly HoldNotice[] };

/**
 * Reveals text. `open` asks the database for a look: it checks, writes the entry and commits it; `read` then fetches the text for
 * that ticket in a transaction of its own. If the entry cannot be written there is no ticket, and without a ticket no text.
 * A refusal is recorded by the database before it is thrown here.
 */
export async function show<A extends Action, O, R>(
  actor: Actor,
  action: A,
  open: (tx: Tx) => Promise<Opened<O>>,
  read: (tx: Tx, opened: O, ticket: bigint, permit: Permit<A>) => Promise<R>,
): Promise<R> {
  const opened = await open(db());
  if (opened.outcome === "refused") throw refused(opened.reason, actor.role, opened.holds ?? undefined);
  return read(db(), opened, BigInt(opened.ticket), permit(actor, action));
}

import type { Action } from "@/domain/access/permissions";
import { type Actor, type Budget, type HoldNotice, type Permit, permit, refused } from "@/domain/access/permit";
import { db, type Tx } from "@/lib/db";
import { stateOf } from "@/lib/unexpected";

/** What a door of the database answers: a ticket for a look that is now on record, or the reason of a refusal that is. */
export type Opened<O> =
  | ({ readonly outcome: "done"; readonly ticket: string } & O)
  | {
      readonly outcome: "refused";
      readonly reason: string;
      readonly holds?: readonly HoldNotice[] | null;
      readonly budget?: Budget | null;
    };

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
  const opened = await openedOnce(() => open(db()));
  if (opened.outcome === "refused") throw refused(opened.reason, actor.role, opened);
  return onceOnDisk(() => read(db(), opened, BigInt(opened.ticket), permit(actor, action)));
}

// Two of the same request at the same moment: the other has written the entry, and this one finds it.
async function openedOnce<O>(open: () => Promise<O>): Promise<O> {
  try {
    return await open();
  } catch (error) {
    if (stateOf(error) !== "RR409") throw error;
    return open();
  }
}

// Up to PostgreSQL 16 the database cannot flush its log on demand. Where nobody else's commit takes an entry to the disk, one of ours does.
async function onceOnDisk<R>(read: () => Promise<R>): Promise<R> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (stateOf(error) !== "RR425" || tries > 200) throw error; // while others write, the disk is behind again each time
      await db().$queryRaw`SELECT pg_logical_emit_message(true, 'reading-room', '-')::text`;
    }
  }
}

import { db, type Tx } from "@/lib/db";
import { stateOf } from "@/lib/unexpected";

/** Query cancelled; a limit of the program exceeded. */
const ended = ["57014", "54000"];

/** How long regular expressions may be looked for in what is on a page, to be marked. */
const MARKING_MS = 2_000;

/** What marking reads, in a transaction of its own; null where it takes longer than it may, or is more. */
export async function inTime<R>(read: (tx: Tx) => Promise<R>): Promise<R | null> {
  try {
    return await db().$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(MARKING_MS)}, true)`;
        return read(tx);
      },
      { maxWait: 30_000, timeout: MARKING_MS + 5_000 },
    );
  } catch (error) {
    if (ended.includes(stateOf(error) ?? "")) return null;
    throw error;
  }
}

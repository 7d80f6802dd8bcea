import { db, type Tx } from "@/lib/db";
import { stateOf } from "@/lib/unexpected";

/** Query cancelled; a limit of the program exceeded. */
const ended = ["57014", "54000"];

/** What a reading gives within so many milliseconds, in a transaction of its own; null where it takes longer, or is more than it may be. */
export async function inTime<R>(ms: number, read: (tx: Tx) => Promise<R>): Promise<R | null> {
  try {
    return await db().$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(ms)}, true)`;
        return read(tx);
      },
      { maxWait: 30_000, timeout: ms + 5_000 },
    );
  } catch (error) {
    if (ended.includes(stateOf(error) ?? "")) return null;
    throw error;
  }
}

import { db } from "@/lib/db";

/** Whether the reading room can serve: the database answers, and it flushes what is committed, without which no entry can be written. */
export async function isReady(): Promise<boolean> {
  try {
    const [row] = await db().$queryRaw<[{ ready: boolean }]>`
      SELECT current_setting('synchronous_commit') <> 'off' AND current_setting('fsync') = 'on' AND to_regprocedure('api.begin(text, boolean)') IS NOT NULL AS ready`;
    return row.ready;
  } catch {
    return false;
  }
}

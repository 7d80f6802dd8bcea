import pg from "pg";
import { purgeNext } from "./deletion-data";

/** lock_not_available: somebody reads. deadlock_detected: somebody was first. */
const giveWay = ["55P03", "40P01"];

/**
 * Takes what was deleted out of the database, a partition at a time, each with its entry. It may be killed at any moment and goes on when it is
 * called again. Returns how many partitions went, and whether it gave way to somebody who reads.
 */
export async function purgeVolumes(
  intakeUrl: string,
  onPurged: (volume: string, left: number) => void = () => undefined,
): Promise<{ readonly parts: number; readonly waits: boolean }> {
  const client = new pg.Client({ connectionString: intakeUrl, application_name: "purge" });
  client.on("error", () => undefined);
  await client.connect();
  let parts = 0;
  try {
    for (;;) {
      const purged = await purgeNext(client);
      if (!purged) return { parts, waits: false };
      parts++;
      onPurged(purged.volume, purged.left);
    }
  } catch (error) {
    if (!giveWay.includes((error as { code?: string }).code ?? "")) throw error;
    return { parts, waits: true };
  } finally {
    await client.end().catch(() => undefined);
  }
}

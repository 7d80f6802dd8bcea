import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import type { Live, ReadLive } from "./schema";

/** An entry may commit after one with a higher number: a page that asks again goes back so far, and shows each number once. */
export const OVERLAP = 50n;

/** What happens now, newest first: at most the last hundred entries. Asking is no activity of the monitor, and reads no more than that. */
export async function readLive(actor: Actor, { after }: ReadLive): Promise<Live> {
  await look(actor, "audit:read", async () => null); // the log would answer everybody else with their own entries
  const page = await readLog(actor, ReadLog.parse({ limit: 100 }));
  const floor = after ? BigInt(after) - OVERLAP : 0n;
  const items = page.items.filter(({ id }) => BigInt(id) > floor);
  return {
    at: new Date().toISOString(),
    items: items.map(({ id, at, person, side, role, action, object, outcome, reason, shown }) => ({
      ...{ id, at, person, side, role, action, object, outcome, reason, listed: shown?.count ?? 0 },
    })),
  };
}

import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { settingsOf } from "@/domain/orders/schema";
import { type CheckpointRow, countWaiting, findCosigned, findTree, listCheckpoints } from "./data";
import type { WitnessState } from "./schema";

const COUNTED = 1_000;

/** How far the log is signed and witnessed, and what is not: what a monitor can say of it today. */
export function readWitness(actor: Actor): Promise<WitnessState> {
  return look(actor, "audit:read", async (tx, permit) => {
    const { tree, keys } = await findTree(tx, permit);
    const recent = await listCheckpoints(tx, permit, 20);
    const cosigned = await findCosigned(tx, permit);
    const { n, oldest } = await countWaiting(tx, permit, COUNTED + 1);
    const [newest] = recent;
    return {
      origin: tree?.origin ?? null,
      size: Number(tree?.size ?? 0),
      keys,
      waiting: { entries: Math.min(n, COUNTED), more: n > COUNTED, oldest: oldest?.toISOString() ?? null },
      checkpoint: newest ? { ...signed(newest), root: newest.root, note: newest.note } : null,
      cosigned: cosigned && signed(cosigned),
      recent: recent.map(signed),
      hours: settingsOf(actor.order.settings).witnessHours,
    };
  });
}

function signed({ size, at, by }: CheckpointRow) {
  return { size: Number(size), at: at.toISOString(), by };
}

import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { askedBy } from "./filters";
import { carryOut, settled } from "./job";
import { putOnRecord } from "./put-on-record";
import { readRun, startRun } from "./run-data";
import { facetsFrom } from "./run-facets";
import type { CountConversations, Facets } from "./schema";

/**
 * Counts of an answer by month, model, language, volume, turns and own code. Like a look: what was asked is on record, sealed to the asking
 * side, before anything is counted. The counting goes on by itself, and is waited for at most `wait` seconds: what is known then is
 * told, with how far it is. The same question of the same session is counted once.
 */
export async function countConversations(actor: Actor, input: CountConversations): Promise<Facets> {
  const asked = askedBy(input, actor.order.settings);
  const { run, onRecord } = await putOnRecord(actor, "conversation:count", asked, async (tx, onRecord, permit) => ({
    run: await startRun(tx, permit, onRecord),
    onRecord,
  }));
  carryOut(actor, run, onRecord); // which begins on another connection: not before this run is committed
  await settled(run.id, (input.wait ?? actor.order.settings.searchSeconds + 5) * 1_000);
  return look(actor, "conversation:count", async (tx, permit) => {
    const counted = await readRun(tx, permit, run.id);
    if (!counted) throw notFound();
    return facetsFrom(counted);
  });
}

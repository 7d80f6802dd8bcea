import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import type { Asked } from "./data";
import { carryOut, settled } from "./job";
import { putOnRecord } from "./put-on-record";
import { findRun, type Run, startRun } from "./run-data";
import type { Sort } from "./schema";

/**
 * The run that answers a question, once it has ended: what pages at a rank, orders, steps and samples are taken from. Where this session has
 * none, the question is put on record and counted first. Throws `limited` where the order's longest search is not enough.
 */
export async function countedRun(actor: Actor, asked: Asked): Promise<Run> {
  const found = await findOwn(actor, asked);
  if (found?.state === "done") return found;
  const { request: _, ...anew } = actor; // that name is for what the run is needed for
  const { run, onRecord } = await putOnRecord(anew, "conversation:count", asked, async (tx, onRecord, permit) => ({
    run: await startRun(tx, permit, onRecord),
    onRecord,
  }));
  carryOut(actor, run, onRecord); // which begins on another connection: not before this run is committed
  await settled(run.id, (actor.order.settings.searchSeconds + 5) * 1_000);
  const counted = await findOwn(actor, asked);
  if (counted?.state === "done") return counted;
  throw new DomainError(
    "limited",
    "This takes longer to count than one search may. Narrow it, by months for instance; by date its pages come all the same.",
  );
}

const findOwn = (actor: Actor, asked: Asked) => look(actor, "conversation:count", (tx, permit) => findRun(tx, permit, asked));

/** How many answers may be put in an order; the database has the same numbers (search.most_ranked). */
const most: Partial<Record<Sort, number>> = { length: 200_000, hits: 10_000, relevance: 10_000 };

/** Refuses an order that is not worked out for so many answers, or not without words: it is never the order of some of them. */
export function refuseUnsortable(sort: Sort, asked: Asked, hits: number) {
  const limit = most[sort];
  if (limit !== undefined && hits > limit) {
    const [found, few] = [hits, limit].map((n) => n.toLocaleString("en"));
    throw new DomainError(
      "invalid",
      `${found} conversations answer, and this order is worked out for at most ${few}. Narrow the search, or sort by date.`,
      {
        rule: "sort",
      },
    );
  }
  if ((sort === "hits" || sort === "relevance") && asked.question === null)
    throw new DomainError("invalid", "There are no words to sort by. Search for some, or sort by date or length.", { rule: "sort" });
}

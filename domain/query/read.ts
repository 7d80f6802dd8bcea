import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { countConversations } from "@/domain/search/count";
import { parse } from "@/domain/search/parse";
import { requestPart } from "@/lib/request-part";
import { clausesOf, readingOf } from "./reading";
import type { QueryReading, ReadQuery } from "./schema";

/** Parts beyond these are read and not counted. */
const COUNTED = 12;

/**
 * How a query is understood, without looking anything up; or, where that is asked for, with the number of conversations that each part finds
 * for itself. Each of those is a count like any other: on record before it begins, exact or at least. Throws `invalid` with the place.
 */
export async function readQuery(actor: Actor, { count: counting, q, wait = 5, ...filters }: ReadQuery): Promise<QueryReading> {
  await look(actor, "conversation:search", async () => null);
  const question = parse(q, actor.order.settings);
  const { join, clauses } = clausesOf(question);
  const until = Date.now() + wait * 1_000;
  const counted: QueryReading["clauses"] = [];
  for (const { reading, query } of clauses) {
    const left = Math.max(0, until - Date.now()) / 1_000;
    const asked = counting && counted.length < COUNTED;
    const count =
      asked && carriedOut(query, actor)
        ? (await countConversations(ofPart(actor, counted.length), { ...filters, q: query, wait: left })).count
        : null;
    counted.push({ reading, query, count });
  }
  return { reading: readingOf(question), precedence: actor.order.settings.queryPrecedence, join, clauses: counted };
}

// Each count is an entry of its own, in one request.
function ofPart(actor: Actor, n: number): Actor {
  return actor.request ? { ...actor, request: requestPart(actor.request, `part ${n}`) } : actor;
}

// A part that the index knows nothing of (*ware) is carried out beside the others only.
function carriedOut(query: string, { order }: Actor): boolean {
  try {
    return parse(query, order.settings) !== null;
  } catch {
    return false;
  }
}

import type { Actor } from "@/domain/access/permit";
import { entryTime } from "@/domain/audit/entry-time";
import { show } from "@/domain/audit/show";
import { hitsIn, marksOf } from "@/domain/query/hits";
import { type Leaf, leavesOf } from "@/domain/query/question";
import { readingOf } from "@/domain/query/reading";
import { type Asked, type Fragment, type OnRecord, openSearch, readResults, readSnippets } from "./data";
import { askedBy } from "./filters";
import { putOnRecord } from "./put-on-record";
import type { Count, ResultPage, SearchConversations, Snippet } from "./schema";

/**
 * A page of conversations that answer a query, with a few words of each. The question is on record before it is looked up, and what answers
 * is a look: the entry naming every conversation shown is committed before any of those words is read. Throws `invalid` for a query
 * that cannot be carried out as written.
 */
export async function searchConversations(actor: Actor, input: SearchConversations): Promise<ResultPage> {
  const asked = askedBy(input, actor.order.settings);
  return putOnRecord(actor, "conversation:search", asked, (_tx, onRecord) => showPage(actor, input, asked, onRecord));
}

function showPage(actor: Actor, input: SearchConversations, { question }: Asked, onRecord: OnRecord): Promise<ResultPage> {
  const window = { after: input.after ?? null, descending: input.sort === "-date", limit: input.limit };
  const leaves = leavesOf(question);
  return show(
    actor,
    "conversation:search",
    (tx) => openSearch(tx, actor, onRecord, window),
    async (tx, { ticket, total }, number, permit) => {
      const { rows, more } = await readResults(tx, permit, number);
      const fragments = new Map((await readSnippets(tx, permit, number, leaves)).map((fragment) => [fragment.control_number, fragment]));
      const items = rows.map(({ docno: _, ...row }) => ({
        ...row,
        id: row.controlNumber,
        snippet: snippetOf(fragments.get(row.controlNumber), leaves),
      }));
      const next = more ? (rows.at(-1)?.controlNumber ?? null) : null;
      const at = await entryTime(tx, permit, number);
      return { items, next, count: countOf(input, items.length, more, total), reading: readingOf(question), entry: ticket, at };
    },
  );
}

// No page waits for a count: what is known is said, and the rest is "at least" until the facets have been counted.
function countOf({ after }: SearchConversations, shown: number, more: boolean, total: number | null): Count {
  if (total !== null) return { value: total, relation: "exact" };
  return more || after ? { value: shown + Number(more), relation: "at_least" } : { value: shown, relation: "exact" };
}

function snippetOf(fragment: Fragment | undefined, leaves: readonly Leaf[]): Snippet | null {
  if (!fragment) return null;
  const { turn, role: said, cut_before: cutBefore, cut_after: cutAfter, fragment: text, answers } = fragment;
  const role = said as Snippet["role"];
  const marks = hitsIn(
    text,
    answers.map((n) => leaves[n - 1]).flatMap((leaf) => (leaf ? marksOf(leaf, role) : [])),
  );
  return { turn, role, text, marks, cutBefore, cutAfter };
}

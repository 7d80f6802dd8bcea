import type { Actor, Permit } from "@/domain/access/permit";
import { entryTime } from "@/domain/audit/entry-time";
import { show } from "@/domain/audit/show";
import { clipped, hitsIn, marksOf } from "@/domain/query/hits";
import { inTime } from "@/domain/query/in-time";
import { type Leaf, leavesOf, patternsOf } from "@/domain/query/question";
import { readingOf } from "@/domain/query/reading";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { countedRun, refuseUnsortable } from "./counted-run";
import { type Asked, type Found, type Fragment, type OnRecord, openSearch, readResults, readSnippets } from "./data";
import { askedBy } from "./filters";
import { putOnRecord } from "./put-on-record";
import { openPage, type Run } from "./run-data";
import type { Count, ResultPage, SearchConversations, Snippet } from "./schema";

/**
 * A page of conversations that answer a query, with a few words of each. The question is on record before it is looked up, and what answers
 * is a look: the entry naming every conversation shown is committed before any of those words is read. By date a page comes without
 * counting; at a rank, or in another order, once the answers are counted. Throws `invalid` for a query that cannot be carried out as
 * written or an order that cannot be worked out, and `conflict` where the answers changed since the page before.
 */
export async function searchConversations(actor: Actor, input: SearchConversations): Promise<ResultPage> {
  const asked = askedBy(input, actor.order.settings);
  const cursor = /^@(\d{1,10})\.([0-9a-f]{8})$/.exec(input.after ?? "");
  if ((input.sort === "date" || input.sort === "-date") && !cursor && !input.rank)
    return putOnRecord(actor, "conversation:search", asked, (_tx, onRecord) => showPage(actor, input, asked, onRecord));
  const run = await countedRun(actor, asked);
  refuseUnsortable(input.sort, asked, run.hits);
  if (cursor && cursor[2] !== markOf(run)) throw new DomainError("conflict", "What answers has changed since that page. Search again.");
  const offset = cursor ? Number(cursor[1]) : (input.rank ?? 1) - 1;
  return putOnRecord(actor, "conversation:search", asked, (_tx, onRecord) => showRanked(actor, input, asked, onRecord, run, offset));
}

const markOf = ({ sha256 }: Run) => (sha256 ?? "").slice(0, 8);

async function showPage(actor: Actor, input: SearchConversations, asked: Asked, onRecord: OnRecord): Promise<ResultPage> {
  const window = { after: input.after ?? null, descending: input.sort === "-date", limit: input.limit };
  const { found, more, ...page } = await showRows(actor, asked, (tx) => openSearch(tx, actor, onRecord, window));
  const next = more ? (page.items.at(-1)?.id ?? null) : null;
  return { ...page, next, count: countOf(input, page.items.length, more, found.total), rank: input.after ? null : 1 };
}

async function showRanked(
  actor: Actor,
  input: SearchConversations,
  asked: Asked,
  onRecord: OnRecord,
  run: Run,
  offset: number,
): Promise<ResultPage> {
  const { sort, limit } = input;
  const { found: _, more, ...page } = await showRows(actor, asked, (tx) => openPage(tx, actor, onRecord, { sort, offset, limit }));
  const next = more ? `@${offset + page.items.length}.${markOf(run)}` : null;
  return { ...page, next, count: { value: run.hits, relation: "exact" }, rank: offset + 1 };
}

type Open = Parameters<typeof show<"conversation:search", Found, unknown>>[2];

function showRows(actor: Actor, { question }: Asked, open: Open) {
  const leaves = leavesOf(question);
  return show(actor, "conversation:search", open, async (tx, found, number, permit) => {
    // None needs what another reads: each has a connection of its own.
    const [{ rows, more }, fragments, at] = await Promise.all([
      readResults(tx, permit, number),
      readFragments(tx, permit, number, leaves),
      entryTime(tx, permit, number),
    ]);
    const items = rows.map(({ docno: _, ...row }) => ({ ...row, id: row.controlNumber, snippet: fragments(row.controlNumber) }));
    return { items, more, reading: readingOf(question), entry: found.ticket, at, found };
  });
}

/** What is shown of each conversation. Where regular expressions take too long to be found in the text, they are not marked, and the snippet says so. */
async function readFragments(tx: Tx, permit: Permit<"conversation:search">, number: bigint, leaves: readonly Leaf[]) {
  const marking = leaves.some((leaf) => patternsOf(leaf).length > 0);
  const marked = marking ? await inTime((inner) => readSnippets(inner, permit, number, leaves, true)) : null;
  const fragments = new Map(
    (marked ?? (await readSnippets(tx, permit, number, leaves, false))).map((fragment) => [fragment.control_number, fragment]),
  );
  return (id: string): Snippet | null => {
    const fragment = fragments.get(id);
    return fragment ? snippetOf(fragment, leaves, marked === null) : null;
  };
}

// No page waits for a count: what is known is said, and the rest is "at least" until the facets have been counted.
function countOf({ after }: SearchConversations, shown: number, more: boolean, total: number | null): Count {
  if (total !== null) return { value: total, relation: "exact" };
  return more || after ? { value: shown + Number(more), relation: "at_least" } : { value: shown, relation: "exact" };
}

function snippetOf(fragment: Fragment, leaves: readonly Leaf[], unmarked: boolean): Snippet {
  const { turn, role: said, cut_before: cutBefore, cut_after: cutAfter, fragment: text, before, after, answers } = fragment;
  const role = said as Snippet["role"];
  const answered = answers.map((n) => leaves[n - 1]).flatMap((leaf) => (leaf ? marksOf(leaf, role) : []));
  const [from, to] = [before.length, before.length + text.length];
  const found = fragment.places.map(({ pattern, marks }) => ({
    pattern,
    marks: marks.map((one) => ({ start: one.start + from, end: one.end + from })),
  }));
  const marks = clipped(hitsIn(before + text + after, answered, found), from, to);
  return { turn, role, text, marks, cutBefore, cutAfter, ...(unmarked && answered.some(({ op }) => op === "regex") && { unmarked }) };
}

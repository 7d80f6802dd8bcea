import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { show } from "@/domain/audit/show";
import { type Asked, countHits, type Fragment, listFacets, openSearch, readSnippets } from "./data";
import { filtersFor } from "./filters";
import { leavesOf, parse, readingOf } from "./parse";
import type { Count, CountConversations, Facets, ResultPage, SearchConversations, Snippet } from "./schema";
import { hitsIn, type Leaf } from "./words";

/** A count goes so far and then says "at least": no page waits for the end of twenty million. */
const COUNT_CAP = 1_000;

/**
 * A page of conversations that answer a query, with a few words of each. A look: the entry naming every conversation shown is
 * committed before any of those words is read. Throws `invalid` for a query that cannot be carried out as written.
 */
export async function searchConversations(actor: Actor, input: SearchConversations): Promise<ResultPage> {
  const asked = ask(input);
  const window = { after: input.after ?? null, descending: input.sort === "-date", limit: input.limit };
  const leaves = leavesOf(asked.question);
  const page = await show(
    actor,
    "conversation:search",
    (tx) => openSearch(tx, actor.secret, asked, window, null),
    async (tx, { rows, more, ticket }, number, permit) => {
      const fragments = new Map((await readSnippets(tx, permit, number, leaves)).map((fragment) => [fragment.control_number, fragment]));
      const items = rows.map(({ docno: _, ...row }) => ({
        ...row,
        id: row.controlNumber,
        snippet: snippetOf(fragments.get(row.controlNumber), leaves),
      }));
      return { items, next: more ? (rows.at(-1)?.controlNumber ?? null) : null, entry: ticket };
    },
  );
  return { ...page, count: await countOf(actor, input, page), reading: readingOf(asked.question) };
}

/** Exact counts of an answer by month, model, language, volume and own code. Takes as long as it takes; no page waits for it. */
export async function countConversations(actor: Actor, input: CountConversations): Promise<Facets> {
  const rows = await look(actor, "conversation:search", (tx, permit) => listFacets(tx, permit, ask(input)));
  const of = (facet: string) => rows.filter((row) => row.facet === facet).map(({ value, n }) => ({ value, count: Number(n) }));
  const byCount = (facet: string) => of(facet).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
  return {
    count: { value: of("all")[0]?.count ?? 0, relation: "exact" },
    facets: {
      month: of("month").sort((a, b) => a.value.localeCompare(b.value)),
      model: byCount("model"),
      language: byCount("language"),
      volume: byCount("volume"),
      code: byCount("code"),
    },
  };
}

function ask(input: CountConversations): Asked {
  return { question: parse(input.q), text: input.q, filters: filtersFor(input) };
}

// A first page that holds everything is its own count.
async function countOf(actor: Actor, input: SearchConversations, page: { items: readonly unknown[]; next: string | null }): Promise<Count> {
  if (!input.after && !page.next) return { value: page.items.length, relation: "exact" };
  const value = await look(actor, "conversation:search", (tx, permit) => countHits(tx, permit, ask(input), COUNT_CAP));
  return { value, relation: value === COUNT_CAP ? "at_least" : "exact" };
}

function snippetOf(fragment: Fragment | undefined, leaves: readonly Leaf[]): Snippet | null {
  if (!fragment) return null;
  const { turn, role, cut_before: cutBefore, cut_after: cutAfter, fragment: text } = fragment;
  return { turn, role: role as Snippet["role"], text, marks: hitsIn(text, leaves), cutBefore, cutAfter };
}

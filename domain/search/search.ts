import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { show } from "@/domain/audit/show";
import { type Asked, type Fragment, listFacets, openSearch, readSnippets } from "./data";
import { filtersFor } from "./filters";
import { leavesOf, parse, readingOf } from "./parse";
import type { Count, CountConversations, Facets, ResultPage, SearchConversations, Snippet } from "./schema";
import { hitsIn, type Leaf } from "./words";

/**
 * A page of conversations that answer a query, with a few words of each. A look: the entry naming every conversation shown is
 * committed before any of those words is read. Throws `invalid` for a query that cannot be carried out as written.
 */
export async function searchConversations(actor: Actor, input: SearchConversations): Promise<ResultPage> {
  const asked = ask(input);
  const window = { after: input.after ?? null, descending: input.sort === "-date", limit: input.limit };
  const leaves = leavesOf(asked.question);
  return show(
    actor,
    "conversation:search",
    (tx) => openSearch(tx, actor.secret, asked, window, null),
    async (tx, { rows, more, total, ticket }, number, permit) => {
      const fragments = new Map((await readSnippets(tx, permit, number, leaves)).map((fragment) => [fragment.control_number, fragment]));
      const items = rows.map(({ docno: _, ...row }) => ({
        ...row,
        id: row.controlNumber,
        snippet: snippetOf(fragments.get(row.controlNumber), leaves),
      }));
      const next = more ? (rows.at(-1)?.controlNumber ?? null) : null;
      return { items, next, count: countOf(input, items.length, more, total), reading: readingOf(asked.question), entry: ticket };
    },
  );
}

/**
 * Exact counts of an answer by month, model, language, volume and own code. Takes as long as it takes; no page waits for it.
 * An act: what was asked is recorded, sealed to the asking side.
 */
export async function countConversations(actor: Actor, input: CountConversations): Promise<Facets> {
  const asked = ask(input);
  const sealed = { query: asked.text, filters: asked.filters };
  const rows = await act(actor, "conversation:count", { sealed }, async (tx, permit) => ({ result: await listFacets(tx, permit, asked) }));
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

// No page waits for a count: what is known is said, and the rest is "at least" until the facets have been counted.
function countOf({ after }: SearchConversations, shown: number, more: boolean, total: number | null): Count {
  if (total !== null) return { value: total, relation: "exact" };
  return more || after ? { value: shown + Number(more), relation: "at_least" } : { value: shown, relation: "exact" };
}

function snippetOf(fragment: Fragment | undefined, leaves: readonly Leaf[]): Snippet | null {
  if (!fragment) return null;
  const { turn, role, cut_before: cutBefore, cut_after: cutAfter, fragment: text } = fragment;
  return { turn, role: role as Snippet["role"], text, marks: hitsIn(text, leaves), cutBefore, cutAfter };
}

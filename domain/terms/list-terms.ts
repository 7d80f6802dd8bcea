import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { characterAt } from "@/domain/query/reading";
import { csv } from "@/lib/csv";
import { notFound } from "@/lib/errors";
import { findOwnReport, listTermRows, type ReportRow, type TermRow } from "./data";
import type { ListTerms, Term, TermPage } from "./schema";

const PAGE = 500;

/** The terms of a report in the order of its list, each with its numbers so far. As CSV all of them, read page by page while they are sent. */
export async function listTerms(actor: Actor, { id, after = 0, limit, format }: ListTerms): Promise<TermPage | Response> {
  const page = (from: number, most: number) =>
    look(actor, "set:read", async (tx, permit) => {
      const report = await findOwnReport(tx, permit, id);
      if (!report) throw notFound();
      const rows = await listTermRows(tx, permit, id, from, most);
      const items = rows.slice(0, most).map((row) => termOf(row, report));
      return { report, items, next: rows.length > most ? String(items.at(-1)?.n) : null };
    });
  if (format === "json") {
    const { items, next } = await page(after, limit);
    return { items, next };
  }
  return csvOf(await page(0, PAGE), (from) => page(from, PAGE));
}

type Read = { readonly report: ReportRow; readonly items: readonly Term[]; readonly next: string | null };

function csvOf(first: Read, more: (from: number) => Promise<Read>): Response {
  let ready: Read | null = first;
  let head = [
    ["number", "line", "term", "reading", "conversations with hits", "turns with hits", "prompts with hits", "outputs with hits"].concat([
      "unique hits",
      "note",
    ]),
  ];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!ready) return controller.close();
      controller.enqueue(new TextEncoder().encode(csv([...head, ...ready.items.map(cellsOf)])));
      head = [];
      ready = ready.next ? await more(Number(ready.next)) : null;
      if (!ready) controller.enqueue(new TextEncoder().encode(csv([totalOf(first.report)])));
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="search-terms-${first.report.id}.csv"`,
      "cache-control": "no-store",
    },
  });
}

function cellsOf(term: Term): string[] {
  const told = term.sameAs === null && term.problem === null;
  const number = (value: number | null) => (told && value !== null ? String(value) : "");
  return [
    String(term.n),
    String(term.line),
    term.term,
    term.reading ?? "",
    ...[term.conversations, term.turns, term.prompts, term.outputs, term.unique].map(number),
    noteOf(term),
  ];
}

function noteOf({ term, sameAs, problem, atLeast }: Term): string {
  if (problem) return `Not asked${problem.at === null ? "" : `, at character ${characterAt(term, problem.at)}`}: ${problem.message}`;
  if (sameAs !== null) return `Asks the same as term ${sameAs}`;
  if (atLeast === "all") return "Took longer than one search may: at least";
  return atLeast === "turns" ? "Turns were not counted to the end: at least" : "";
}

// What stands last: the report as a whole.
function totalOf({ state, hits, shared, cut, looked }: ReportRow): string[] {
  const notes = [
    `${shared} of them are hit by more than one term`,
    ...(cut ? ["at least, and unique hits at most: a term took longer than one search may"] : []),
    ...(state === "done" ? [] : [`the report is not done: ${Math.floor(looked * 100)} % looked at`]),
  ];
  return ["", "", "Any term", "", String(hits), "", "", "", String(hits - shared), notes.join("; ")];
}

function termOf(row: TermRow, { by_turn: byTurn, state }: ReportRow): Term {
  const turns = byTurn && row.in_text;
  const whole = state === "done";
  return {
    n: row.n,
    line: row.line,
    term: row.term,
    reading: row.reading,
    sameAs: row.same_as,
    problem:
      row.problem === null && row.failed === null
        ? null
        : {
            message: row.problem ?? `The database could not carry this out: ${row.failed}`,
            at: row.problem_at,
            length: row.problem_length,
          },
    conversations: row.conversations,
    turns: turns ? row.turns : null,
    prompts: turns ? row.prompts : null,
    outputs: turns ? row.outputs : null,
    unique: whole ? row.uniques : null,
    atLeast: row.too_long || !whole ? "all" : row.turns_cut && turns ? "turns" : null,
  };
}

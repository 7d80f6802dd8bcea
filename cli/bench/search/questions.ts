/**
 * One class of question: as a reviewer types it, as SQL by a superuser on the same tables (`t` the text, `c` the narrow table), and as FTS5 takes it where it
 * can. `text`: the index alone does not decide, so the text of every candidate is asked.
 */
export type Asked = {
  readonly name: string;
  readonly q: string;
  readonly filters?: Readonly<Record<string, string | readonly string[]>>;
  readonly from?: string;
  readonly where: string;
  readonly match: string | null;
  readonly text?: true;
};

const words = (query: string) => `t.kind = 0 AND search.words(t.turns) @@ $q$${query}$q$::tsquery`;
const plain = "record.conversation_text t";

export const CODE = "hot";

export const questions: readonly Asked[] = [
  { name: "rare word", q: "quaggarun", where: words("quaggarun"), match: "quaggarun" },
  { name: "word in 1%", q: "parcel", where: words("parcel"), match: "parcel" },
  { name: "word in 10%", q: "invoice", where: words("invoice"), match: "invoice" },
  { name: "word in 30%", q: "ledger", where: words("ledger"), match: "ledger" },
  { name: "AND", q: "invoice AND ledger", where: words("invoice & ledger"), match: "invoice AND ledger" },
  { name: "NOT", q: "invoice AND NOT ledger", where: words("invoice & !ledger"), match: "invoice NOT ledger" },
  { name: "prefix", q: "forger*", where: words("forger:*"), match: "forger*" },
  {
    name: "phrase",
    q: '"annual report"',
    where: `${words("annual & report")} AND search.folded(t.turns) LIKE '% annual report %'`,
    match: '"annual report"',
    text: true,
  },
  {
    name: "phrase of common words",
    q: '"of the"',
    where: `${words("of & the")} AND search.folded(t.turns) LIKE '% of the %'`,
    match: '"of the"',
    text: true,
  },
  {
    name: "w/5",
    q: "damages w/5 claim",
    where: `${words("damages & claim")} AND search.folded(t.turns) ~ $r$ (?:damages (?:[^ \\n]+ ){0,4}claim|claim (?:[^ \\n]+ ){0,4}damages) $r$`,
    match: "NEAR(damages claim, 4)",
    text: true,
  },
  {
    name: "prompt, then output",
    q: "prompt:(paywall) then output:(article*)",
    where: `${words("paywall & article:*")} AND EXISTS (
      SELECT FROM jsonb_array_elements(t.turns) WITH ORDINALITY p(e, n) JOIN jsonb_array_elements(t.turns) WITH ORDINALITY o(e, n) ON o.n = p.n + 1
      WHERE p.e->>'role' = 'prompt' AND o.e->>'role' = 'output' AND search.fold(p.e->>'text') LIKE '% paywall %' AND search.fold(o.e->>'text') LIKE '% article%')`,
    match: null,
    text: true,
  },
  {
    name: "month, model and own code",
    q: "ledger",
    filters: { model: ["gpt-4"], from: "2023-03-01", to: "2023-03-31", code: [CODE] },
    from: `${plain} JOIN record.conversation c USING (docno)`,
    where: `${words("ledger")} AND c.month = 202303 AND c.model_id = (SELECT id FROM record.model WHERE name = 'gpt-4')
      AND EXISTS (SELECT FROM work.coding k JOIN work.code b ON b.id = k.code_id WHERE k.docno = c.docno AND b.key = '${CODE}')`,
    match: null,
  },
];

/** All that answers, as SQL that gives docnos. */
export const bareSql = ({ from = plain, where }: Asked) => `SELECT t.docno FROM ${from} WHERE ${where}`;

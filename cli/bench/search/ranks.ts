import { countConversations } from "@/domain/search/count";
import { readSearch } from "@/domain/search/read-search";
import { CountConversations, type Facets, SearchConversations, StepFrom } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { stepFrom } from "@/domain/search/step";
import { drawSample } from "@/domain/sets/draw-sample";
import { DrawSample } from "@/domain/sets/schema";
import { controls } from "./classes";
import type { Ground } from "./ground";
import { atClients, type Findings, type Pace, said, sayTimes } from "./measure";
import { bareSql, questions } from "./questions";

const SAMPLE = 200;
// The 95th percentile of twenty is the second longest, which one moment of the machine decides: what is short is asked ten times as often.
const often = (pace: Pace): Pace => ({ ...pace, rounds: pace.rounds * 10, ms: pace.ms * 4 });

/** What is taken from a search that was counted: facets, pages and steps at any rank, samples. Of few answers, of more, of most. */
export async function measureRanks(ground: Ground, pace: Pace, found: Findings): Promise<void> {
  for (const name of ["rare word", "word in 1%", "word in 10%", "word in 30%", null]) {
    const asked = questions.find((one) => one.name === name);
    const q = asked?.q ?? "";
    const sql = asked ? bareSql(asked) : "SELECT docno FROM record.conversation";
    await ground.admin.query("DROP TABLE IF EXISTS pg_temp.answers");
    await ground.admin.query(
      `CREATE TEMP TABLE answers AS SELECT docno, row_number() OVER (ORDER BY c.started_at, docno) - 1 AS rank FROM (${sql}) x JOIN record.conversation c USING (docno)`,
    );
    await ground.admin.query("CREATE UNIQUE INDEX ON pg_temp.answers (rank); ANALYZE pg_temp.answers");
    await measureFacets(ground, { name: name ?? "everything", q }, pace, found);
    if (name !== "word in 30%" && name !== null) continue;
    await measurePlaces(ground, { name: name ?? "everything", q }, pace, found);
  }
}

type One = { readonly name: string; readonly q: string };

// Classes that are too small to be told are one here too: of these only the longest can be.
const groupBy = (
  matter: string,
) => `SELECT CASE grouping(c.month, m.name, l.tag, x.turns, v.name) WHEN 15 THEN 'month' WHEN 23 THEN 'model' WHEN 27 THEN 'language' WHEN 29 THEN 'turns' ELSE 'volume' END AS facet,
    coalesce(to_char(to_date(c.month::text, 'YYYYMM'), 'YYYY-MM'), m.name, l.tag, x.turns, v.name) AS value, count(*)::int AS n
  FROM pg_temp.answers JOIN record.conversation c USING (docno) JOIN record.volume v ON v.id = c.volume_id
    LEFT JOIN record.model m ON m.id = c.model_id LEFT JOIN record.language l ON l.id = c.language_id,
    LATERAL (SELECT CASE WHEN search.turns_class(c.turns) = ANY (ARRAY(SELECT unnest(record.merged('${matter}', 'turns')))) THEN 'other' WHEN c.turns <= 2 THEN '1-2' WHEN c.turns <= 4 THEN '3-4' WHEN c.turns <= 10 THEN '5-10' WHEN c.turns <= 20 THEN '11-20' WHEN c.turns <= 50 THEN '21-50' ELSE '51+' END AS turns) x
  GROUP BY GROUPING SETS ((c.month), (m.name), (l.tag), (x.turns), (v.name))`;

async function measureFacets(ground: Ground, { name, q }: One, pace: Pace, found: Findings): Promise<void> {
  const runs: string[] = [];
  const sizes: number[] = [];
  for (const reader of ground.readers) {
    const { search, count } = await countConversations(reader, CountConversations.parse({ q }));
    runs.push(search.id);
    sizes.push(count.value);
  }
  let facets: Partial<Facets["facets"]> = {};
  const app = await atClients(pace, Number.POSITIVE_INFINITY, async (client) => {
    const reader = ground.readers[client];
    if (reader) facets = (await readSearch(reader, { id: runs[client] ?? "", wait: 0 })).facets;
  });
  // On the connection that holds the answers, so at one client.
  let grouped: { facet: string; value: string | null; n: number }[] = [];
  const bare = await atClients(pace, 0, async () => {
    grouped = (await ground.admin.query(groupBy(ground.matter))).rows;
  });
  const flat = Object.entries(facets).flatMap(([facet, values]) => values.map(({ value, count }) => `${facet} ${value} ${count}`));
  const expected = grouped.flatMap(({ facet, value, n }) => (value === null ? [] : [`${facet} ${value} ${n}`]));
  const { rows: coded } = await ground.admin.query<{ key: string; n: number }>(
    `SELECT b.key, count(DISTINCT k.docno)::int AS n FROM pg_temp.answers JOIN work.coding k USING (docno) JOIN work.code b ON b.id = k.code_id GROUP BY b.key`,
  );
  expected.push(...coded.map(({ key, n }) => `code ${key} ${n}`));
  const order = (lines: string[]) => lines.toSorted((a, b) => a.localeCompare(b));
  found.equal(`facets of ${name}`, order(flat), order(expected));
  const share = app.one.p50 / bare.one.p50;
  if (bare.one.p50 >= 100) found.held("facets over GROUP BY, where that takes 100 ms or more", 0.1, share, name);
  found.held("facets where GROUP BY is faster than 100 ms, ms", 20, bare.one.p50 < 100 ? app.one.p50 : 0, name);
  found.figures.push({
    ...{ name: `facets of ${name}, p50`, value: app.one.p50, unit: "ms" },
    note: `${said(app)}; GROUP BY ${sayTimes(bare.one)}, ${share.toFixed(2)} of it; ${sizes[0]} answers, ${flat.length} values`,
  });
}

/** The control number at a rank, from 0. */
async function at(ground: Ground, sql: string, values: readonly unknown[]): Promise<string[]> {
  const { rows } = await ground.admin.query(sql, [...values]);
  return controls(
    ground,
    rows.map(({ docno }) => docno),
  );
}
const BETWEEN = "SELECT docno FROM pg_temp.answers WHERE rank >= $1 AND rank < $1 + $2 ORDER BY rank";

async function measurePlaces(ground: Ground, { name, q }: One, pace: Pace, found: Findings): Promise<void> {
  const total: number = (await ground.admin.query("SELECT count(*)::int AS n FROM pg_temp.answers")).rows[0].n;
  const reader = (client: number) => ground.readers[client] ?? ground.readers[0];
  const goal = "next, previous or a page in what was counted, p95 in ms";
  for (const [where, rank] of [
    ["the first", 0],
    ["half", Math.floor(total / 2)],
    ["the end", total - 51],
  ] as const) {
    const expected = await at(ground, BETWEEN, [rank, 50]);
    let shown: string[] = [];
    for (const limit of [50, 1]) {
      const input = SearchConversations.parse({ q, rank: rank + 1, limit });
      const app = await atClients(limit === 1 ? often(pace) : pace, Number.POSITIVE_INFINITY, async (client) => {
        const one = reader(client);
        if (one) shown = (await searchConversations(one, input)).items.map(({ id }) => id);
      });
      found.equal(`page of ${limit} at ${where} of ${name}`, shown, expected.slice(0, limit));
      if (limit === 1) found.held(goal, 20, app.one.p95, `${where} of ${name}, page of one`);
      found.figures.push({
        name: `page of ${limit} with snippets at ${where} of ${name}, p50`,
        value: app.one.p50,
        unit: "ms",
        note: `${said(app)}; of ${total}`,
      });
    }
    const [before, here, after] = await at(ground, BETWEEN, [Math.max(0, rank - 1), 3]);
    const [from, next] = rank === 0 ? [before, here] : [here, after];
    const uncoded = await at(
      ground,
      "SELECT docno FROM pg_temp.answers a WHERE rank > $1 AND NOT EXISTS (SELECT FROM work.coding k WHERE k.docno = a.docno AND k.side = 'plaintiff') ORDER BY rank LIMIT 1",
      [rank],
    );
    const ways = { next: next ?? null, previous: rank === 0 ? null : (before ?? null), uncoded: uncoded[0] ?? null } as const;
    for (const [way, to] of Object.entries(ways)) {
      let id: string | null = null;
      const input = StepFrom.parse({ q, id: from, way });
      const app = await atClients(often(pace), Number.POSITIVE_INFINITY, async (client) => {
        const one = reader(client);
        if (one) id = (await stepFrom(one, input)).id;
      });
      found.equal(`${way} at ${where} of ${name}`, id, to);
      found.held(goal, 20, app.one.p95, `${where} of ${name}, ${way}`);
      found.figures.push({ name: `${way} at ${where} of ${name}, p50`, value: app.one.p50, unit: "ms", note: said(app) });
    }
  }
  let drawn = 0;
  const names = new Set<string>();
  const sample = await atClients({ ...pace, rounds: Math.min(3, pace.rounds) }, Number.POSITIVE_INFINITY, async (client) => {
    const one = reader(client);
    const made = `Sample ${names.size} of ${name}`;
    names.add(made);
    if (one) drawn = (await drawSample(one, DrawSample.parse({ query: q, name: made, size: Math.min(SAMPLE, total), seed: "bench" }))).size;
  });
  found.equal(`sample of ${name}`, drawn, Math.min(SAMPLE, total));
  const { rows } = await ground.admin.query(
    `SELECT count(DISTINCT s.sha256)::int AS lists, count(*)::int AS sets, (SELECT count(*)::int FROM work.set_part p, unnest(p.docnos) d JOIN pg_temp.answers a ON a.docno = d
       WHERE p.set_id = (SELECT id FROM work.reviewed_set WHERE name = $1)) AS members FROM work.reviewed_set s WHERE s.name LIKE 'Sample % of ' || $2`,
    [`Sample 0 of ${name}`, name],
  );
  found.equal(`samples of ${name} with one seed`, rows[0], { lists: 1, sets: names.size, members: drawn });
  found.figures.push({ name: `sample of ${SAMPLE} of ${name}, p50`, value: sample.one.p50, unit: "ms", note: said(sample) });
}

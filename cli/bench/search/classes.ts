import type { Actor } from "@/domain/access/permit";
import { countConversations } from "@/domain/search/count";
import { filtersFor } from "@/domain/search/filters";
import { parse } from "@/domain/search/parse";
import { CountConversations, SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import type { Fts5 } from "./fts5";
import { type Ground, TENTH, VOLUME } from "./ground";
import { atClients, type Findings, forget, type Pace, said, sayTimes, type Times } from "./measure";
import { type Asked, bareSql, questions } from "./questions";

/** Longer than this, and one client is enough. */
const TOO_LONG = 3_000;

const question = ({ q, filters }: Asked) => CountConversations.parse({ q, ...filters });
const page = ({ q, filters }: Asked) => SearchConversations.parse({ q, ...filters });

/** Every class of question: its exact count and its first page, against bare SQL and FTS5, with equal numbers. */
export async function measureClasses(
  ground: Ground,
  fts5: Fts5 | null,
  pace: Pace,
  found: Findings,
  say: (line: string) => void,
): Promise<void> {
  const doors = await measureDoors(ground, pace, found);
  for (const asked of questions) {
    say(asked.name);
    await measureCount(ground, asked, fts5, pace, found, doors);
    await measureFirstPage(ground, asked, pace, found);
  }
  if (pace.many) await measureGrowth(ground, pace, found);
}

const readerOf = ({ readers }: Ground, client: number): Actor => {
  const reader = readers[client];
  if (!reader) throw new Error(`There is no reader ${client}.`);
  return reader;
};

/** What it costs to ask at all: a count of nothing, with its entries committed and its facets read. Milliseconds. */
async function measureDoors(ground: Ground, pace: Pace, found: Findings): Promise<number> {
  const counted = await atClients(pace, TOO_LONG, async (client, start) => {
    await forget(ground, client);
    start();
    await countConversations(readerOf(ground, client), CountConversations.parse({ q: "zzznowhere" }));
  });
  const trip = await atClients(pace, TOO_LONG, async (_client, start) => {
    start();
    await ground.bare.query("SELECT 1");
  });
  found.figures.push({
    ...{ name: "a count of nothing, with its entries, p50", value: counted.one.p50, unit: "ms" },
    note: `${said(counted)}; a bare round trip ${sayTimes(trip.one)}`,
  });
  return counted.one.p50;
}

async function measureCount(ground: Ground, asked: Asked, fts5: Fts5 | null, pace: Pace, found: Findings, doors: number): Promise<void> {
  const { name } = asked;
  const sql = `SELECT count(*)::int AS n FROM (${bareSql(asked)}) x`;
  let n = 0;
  const app = await atClients(pace, TOO_LONG, async (client, start) => {
    await forget(ground, client);
    start();
    const { count } = await countConversations(readerOf(ground, client), question(asked));
    if (count.relation !== "exact") found.unequal.push(`${name}: the count did not come to its end`);
    n = count.value;
  });
  let bareN = 0;
  const bare = await atClients(pace, TOO_LONG, async (_client, start) => {
    start();
    bareN = (await ground.bare.query(sql)).rows[0].n;
  });
  found.equal(`${name}, counted against bare SQL`, n, bareN);
  const tree = { question: parse(asked.q), filters: filtersFor(page(asked)) };
  const { side, tier } = readerOf(ground, 0);
  const unrestricted = await atClients(pace, 0, async (_client, start) => {
    start();
    const { rows } = await ground.bare.query(
      "SELECT count(*)::int AS n FROM search.find(jsonb_populate_record(NULL::access.actor, $1), $2, $3, NULL, NULL, false, NULL)",
      [{ matter_id: ground.matter, side, tier: Math.max(9, tier ?? 0) }, JSON.stringify(tree.question), JSON.stringify(tree.filters)],
    );
    found.equal(`${name}, counted by a role that sees everything`, rows[0].n, n);
  });
  // What was asked, without what it costs to ask at all.
  const beyond = Math.max(0, app.one.p50 - doors);
  let other = "";
  if (fts5 && asked.match) {
    const engine = await fts5.ask(asked.match, pace.rounds);
    found.equal(`${name}, counted against FTS5`, n, engine.count);
    other = `; FTS5 ${engine.p50.toFixed(2)}, ${(app.one.p50 / engine.p50).toFixed(0)} times`;
    if (asked.text) found.held("a phrase or distance against FTS5, beyond the doors", 160, beyond / engine.p50, name);
  }
  const ratio = app.one.p50 / bare.one.p50;
  found.figures.push({
    ...{ name: `${name}: exact count with facets, p50`, value: app.one.p50, unit: "ms" },
    note: `${said(app)}; bare SQL ${sayTimes(bare.one)}${bare.many ? `, ${sayTimes(bare.many)}` : ""}, ${ratio.toFixed(2)} times; by a role that sees everything ${sayTimes(unrestricted.one)}${other}; ${n} answer`,
  });
  const enough = (times: Times) => times.p50 >= 20;
  found.held(
    "application over bare SQL that takes 20 ms or more, beyond the doors",
    1.3,
    enough(bare.one) ? beyond / bare.one.p50 : 0,
    name,
  );
  found.held(
    "a reviewer's search over an unrestricted role's that takes 20 ms or more, beyond the doors",
    1.3,
    enough(unrestricted.one) ? beyond / unrestricted.one.p50 : 0,
    name,
  );
}

async function measureFirstPage(ground: Ground, asked: Asked, pace: Pace, found: Findings): Promise<void> {
  const sql = `SELECT k.docno FROM (${bareSql(asked)}) x JOIN record.conversation k USING (docno) ORDER BY k.started_at, k.docno LIMIT 50`;
  let shown: string[] = [];
  const app = await atClients(pace, TOO_LONG, async (client, start) => {
    start();
    const { items } = await searchConversations(readerOf(ground, client), page(asked));
    shown = items.map(({ id }) => id);
  });
  let docnos: number[] = [];
  const bare = await atClients(pace, 0, async (_client, start) => {
    start();
    docnos = (await ground.bare.query(sql)).rows.map(({ docno }) => docno);
  });
  found.equal(`${asked.name}, first page`, shown, await controls(ground, docnos));
  found.held("first page, ms", 400, app.one.p50, asked.name);
  found.figures.push({
    ...{ name: `${asked.name}: first page with snippets, p50`, value: app.one.p50, unit: "ms" },
    note: `${said(app)}; bare SQL without snippets ${sayTimes(bare.one)}; ${shown.length} shown`,
  });
}

/** The first page of a tenth of the corpus against that of all of it: what is constant does not grow. */
async function measureGrowth(ground: Ground, pace: Pace, found: Findings): Promise<void> {
  for (const asked of questions.filter(({ filters }) => !filters)) {
    const [little, much] = [TENTH, VOLUME].map((volume) => SearchConversations.parse({ q: asked.q, volume }));
    if (!little || !much) continue;
    const of = (input: SearchConversations) => atClients(pace, 0, () => searchConversations(readerOf(ground, 0), input));
    const [a, b] = [await of(little), await of(much)];
    const added = b.one.p50 - a.one.p50;
    found.held("first page of ten times as many conversations, ms more", 50, added, asked.name);
    found.figures.push({
      ...{ name: `${asked.name}: first page of ten times as many, p50`, value: b.one.p50, unit: "ms" },
      note: `of a tenth ${sayTimes(a.one)}; ${added.toFixed(0)} ms more`,
    });
  }
}

/** The control numbers of conversations, in the order given. */
export async function controls({ bare }: Ground, docnos: readonly number[]): Promise<string[]> {
  const { rows } = await bare.query(
    `SELECT v.control_prefix || '-' || lpad((d - v.first_docno + 1)::text, 9, '0') AS control FROM unnest($1::int[]) WITH ORDINALITY x(d, n)
     JOIN record.volume v ON d BETWEEN v.first_docno AND v.first_docno + v.size - 1 ORDER BY n`,
    [docnos],
  );
  return rows.map(({ control }) => control);
}

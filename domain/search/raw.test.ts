import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";
import { parse } from "./parse";

// A phrase is asked of plain text as it was written, of any other text folded. Which of the two must never matter.

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

test("every character that is called plain parts words or belongs to one, by itself, as folding has it", async () => {
  const { rows } = await world.admin.query(
    `SELECT count(*)::int AS plain, count(*) FILTER (WHERE search.fold('x' || c || 'y') LIKE '% x y %')::int AS parting,
       coalesce(array_agg(to_hex(n)) FILTER (WHERE
         (search.fold('x' || c || 'y') LIKE '% x y %') <> (('x' || c || 'Y') COLLATE "C" ~* search.raw_pattern(' x y '))
         OR (search.fold('x' || c || 'y') LIKE '% x y %') = (btrim(search.fold('x' || c || 'y')) !~ ' ' AND length(btrim(search.fold('x' || c || 'y'))) = 3)
         OR c ~ search.unplain()
         OR (search.fold('x' || c || 'y') NOT LIKE '% x y %' AND substr(search.fold('x' || c || 'y'), 3, 1) ~ '[a-z0-9]' AND n > 127)), '{}') AS apart
     FROM (SELECT n, chr(n) AS c FROM generate_series(1, 130000) n WHERE n NOT BETWEEN 55296 AND 57343 OFFSET 0) x WHERE search.is_plain(c)`,
  );
  expect(rows[0].apart).toEqual([]);
  expect(rows[0].plain).toBeGreaterThan(2_000);
  expect(rows[0].parting).toBeGreaterThan(1_000);
});

const pieces = [
  "of",
  "the",
  "Of",
  "THE",
  "x",
  "o",
  "e",
  "é",
  "ß",
  "Ж",
  " ",
  " ",
  "  ",
  "-",
  "\n",
  "’",
  "“",
  "…",
  "—",
  "•",
  "¶",
  "🙂",
  "²",
  "ﬁ",
  "\u0301",
  "\u00AD",
  "東",
  "K",
  "1",
];
const turn = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((made) => made.join(""));
const questions = [
  '"of the"',
  "of w/2 the",
  "of pre/3 x",
  '"o* the"',
  'x AND "of the"',
  '"of the" OR "the x"',
  "prompt:(of)",
  "prompt:(of) then output:(the)",
  "turn:(of AND NOT the)",
  '"of the" AND NOT "the of"',
  "thé w/1 of",
  "of not w/1 the",
  // Letters that a plain turn has to hold are looked for first.
  '"?f the"',
  "t?e w/3 of",
  '"of t*e"',
  "the w/3 o*",
  "(of OR x) w/2 the",
  "of pre/3 (the OR x)",
  "prompt:(of w/2 the)",
  '"of the~"',
  "the~ w/2 of",
  "prompt:(the~)",
];

test("the same conversations answer whether their text is asked as written or folded", { timeout: 60_000 }, async () => {
  const texts = fc.sample(fc.array(turn, { minLength: 1, maxLength: 4 }), { numRuns: 400, seed: 1 });
  await world.volume(
    texts.map((said) => ({
      ...{ sourceId: null, startedAt: "2023-06-15T12:00:00Z", model: null, language: null, branches: [], metadata: null },
      turns: said.map((text, i) => ({ role: i % 2 === 0 ? ("prompt" as const) : ("output" as const), text })),
    })),
  );
  const { rows: told } = await world.admin.query("SELECT plain, count(*)::int AS n FROM record.conversation_text GROUP BY 1 ORDER BY 1");
  expect(told).toMatchObject([{ plain: false }, { plain: true }]);
  for (const { n } of told) expect(n).toBeGreaterThan(50);
  const numbersOf = async (question: string, how: string) => {
    const { rows } = await world.admin.query(`SELECT search.part_sql($1, 0, 999999, ${how}) AS sql`, [JSON.stringify(parse(question))]);
    const found = await world.admin.query<{ docno: number }>(rows[0].sql);
    return found.rows.map(({ docno }) => docno);
  };
  const answers = async (question: string) => {
    const inOrder = await numbersOf(question, "'', 'ASC'");
    // A count asks the texts where it finds them.
    expect(new Set(await numbersOf(question, "NULL, NULL")), question).toEqual(new Set(inOrder));
    // Nor does it matter what the index was asked before.
    expect(await numbersOf(`(${question}) OR (${question})`, "'', 'ASC'"), question).toEqual(inOrder);
    return inOrder;
  };
  const written = new Map<string, number[]>();
  for (const question of questions) written.set(question, await answers(question));
  // Now nothing is asked as written.
  await world.admin.query("CREATE OR REPLACE FUNCTION search.may_read_raw(q jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN false");
  for (const [question, found] of written) expect(found, question).toEqual(await answers(question));
  expect([...written.values()].flat().length).toBeGreaterThan(200);
});

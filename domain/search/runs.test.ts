import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";

import { db } from "@/lib/db";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { cancelSearch } from "./cancel-search";
import { countConversations } from "./count";
import { askedBy } from "./filters";
import { putOnRecord } from "./put-on-record";
import { readSearch } from "./read-search";
import { startRun, stepRun } from "./run-data";
import type { CountConversations, Facets } from "./schema";

let world: World;
let expert: Actor;
beforeAll(async () => {
  world = await newWorld();
  for (let volume = 0; volume < 3; volume++)
    await world.volume(
      Array.from({ length: 180 }, (_, i) =>
        talk(
          Array.from({ length: 1 + (i % 3) * (i % 31) }, (_, turn) => `${i % 3 ? "often" : "seldom"} word${i % 7} turn${turn}`),
          {
            startedAt: i % 11 ? `2023-${String((i % 12) + 1).padStart(2, "0")}-05T12:00:00Z` : null,
            model: i % 5 ? `model-${i % 5}` : null,
            language: ["en", "de", null][i % 3] ?? null,
          },
        ),
      ),
    );
  expert = await world.actor("plaintiff expert");
});
afterAll(() => world.close());

const classOf = (turns: number) =>
  turns <= 2 ? "1-2" : turns <= 4 ? "3-4" : turns <= 10 ? "5-10" : turns <= 20 ? "11-20" : turns <= 50 ? "21-50" : "51+";

/** The same counts by GROUP BY, over rows that the narrow table and the words of the text pick out. */
async function grouped(words: string | null): Promise<Facets["facets"]> {
  const { rows } = await world.admin.query(
    `SELECT c.month, m.name AS model, l.tag AS language, v.name AS volume, c.turns FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id
     LEFT JOIN record.model m ON m.id = c.model_id LEFT JOIN record.language l ON l.id = c.language_id
     WHERE $1::text IS NULL OR EXISTS (SELECT FROM record.conversation_text t WHERE t.docno = c.docno AND search.folded(t.turns) LIKE '% ' || $1 || ' %')`,
    [words],
  );
  const by = (say: (row: Record<string, string | number>) => string | null) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const value = say(row);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => a.value.localeCompare(b.value));
  };
  const text = (name: string) => (row: Record<string, string | number>) => (row[name] === null ? null : String(row[name]));
  return {
    month: by((row) => (row.month === null ? null : `${String(row.month).slice(0, 4)}-${String(row.month).slice(4)}`)),
    model: by(text("model")),
    language: by(text("language")),
    volume: by(text("volume")),
    turns: by((row) => classOf(Number(row.turns))),
    code: [],
  };
}

const sorted = (facets: Facets["facets"]) =>
  Object.fromEntries(Object.entries(facets).map(([name, values]) => [name, values.toSorted((a, b) => a.value.localeCompare(b.value))]));

test.each([null, "often", "word3", "turn40", "nowhere"])("facets of %s are those of GROUP BY", async (word) => {
  const { count, facets, search } = await countConversations(expert, { q: word ?? "" });
  const expected = await grouped(word);
  expect(sorted(facets)).toEqual(expected);
  expect(count).toEqual({ value: expected.volume.reduce((sum, { count: n }) => sum + n, 0), relation: "exact" });
  expect(search).toMatchObject({ state: "done", lookedAt: 540, total: 540, hits: count.value });
});

test("the same question of a session is carried out once, of another session anew, with the same hash", async () => {
  const first = await countConversations(expert, { q: "often AND word1" });
  const again = await countConversations(expert, { q: "often AND word1" });
  expect(again.search).toEqual(first.search);
  const other = await countConversations(await world.actor("defense expert"), { q: "often AND word1" });
  expect(other.search.id).not.toBe(first.search.id);
  expect(other.search.sha256).toBe(first.search.sha256);
  await expect(readSearch(await world.actor("plaintiff expert"), { id: first.search.id, wait: 0 })).rejects.toMatchObject({
    code: "not_found",
  });
});

/** A run that nothing carries on but the test. */
function begun(actor: Actor, input: CountConversations) {
  return putOnRecord(actor, "conversation:count", askedBy(input, actor.order.settings), async (tx, onRecord, permit) => {
    const run = await startRun(tx, permit, onRecord);
    return { run, step: (ms: number) => db().$transaction((inner) => stepRun(inner, actor, run.id, onRecord, ms, 10_000)) };
  });
}

test("a search goes on step by step, tells how far it is, and may be ended before its end", async () => {
  const { run: fresh, step } = await begun(expert, { q: '"often word2"' });
  expect(fresh).toMatchObject({ state: "running", lookedAt: 0, total: 540, hits: 0 });
  expect(await step(0)).toMatchObject({ state: "running", lookedAt: 180 });
  const far = await readSearch(expert, { id: fresh.id, wait: 0 });
  expect(far.count).toMatchObject({ relation: "at_least" });
  expect(far.search.msLeft).toEqual(expect.any(Number));
  expect(far.facets.volume.map(({ value }) => value)).toEqual(["Volume 1"]);
  const ended = await cancelSearch(expert, { id: fresh.id });
  expect(ended).toMatchObject({ count: far.count, search: { state: "cancelled", sha256: null } });
  expect(await step(1_000)).toMatchObject({ state: "cancelled", lookedAt: 180 });
  await expect(cancelSearch(await world.actor("plaintiff counsel"), { id: fresh.id })).rejects.toMatchObject({ code: "not_found" });
});

test("a search that costs more than the order allows stops with what it found", async () => {
  const { run: fresh, step } = await begun(expert, { q: "word4 AND NOT often" });
  await step(0);
  await world.admin.query("UPDATE search.run SET cost_ms = 60000 WHERE id = $1", [fresh.id]);
  expect(await step(0)).toMatchObject({ state: "too_long", lookedAt: 180 });
  expect((await readSearch(expert, { id: fresh.id, wait: 0 })).count.relation).toBe("at_least");
});

test("what is sealed later, and a code that is applied later, make an old answer old", async () => {
  const counsel = await world.actor("plaintiff counsel");
  await addCode(counsel, { key: "seen", label: "Seen", group: "issue" });
  const coded = () => countConversations(counsel, { q: "", code: ["seen"] });
  expect((await coded()).count.value).toBe(0);
  await applyCode(counsel, { id: "T1-000000007", code: "seen", turn: 0 });
  expect((await coded()).count.value).toBe(1);
  expect((await countConversations(counsel, { q: "seldom" })).facets.code.reduce((sum, { count }) => sum + count, 0)).toBeLessThan(2);
  const before = await countConversations(counsel, { q: "lately" });
  await world.volume([talk(["lately"])]);
  expect(before.count.value).toBe(0);
  expect((await countConversations(counsel, { q: "lately" })).count).toEqual({ value: 1, relation: "exact" });
});

test("neither the question nor what stands for it can be found in the tables", async () => {
  await countConversations(expert, { q: "quaggarun" });
  const { rows } = await world.admin.query("SELECT row_to_json(r)::text AS row FROM search.run r");
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.map(({ row }) => row).join()).not.toMatch(/quaggarun/);
  const { rows: guessed } = await world.admin.query(
    "SELECT count(*)::int AS n FROM search.run r WHERE r.asked = search.asked_by('', $1) OR r.asked = search.asked_by(NULL, $1)",
    [JSON.stringify({ question: { op: "words", text: "quaggarun" }, filters: {} })],
  );
  expect(guessed).toEqual([{ n: 0 }]);
});

test("no bitmap of a search is compressed as it is written, which takes longer than what it spares", async () => {
  const { rows } = await world.admin.query(
    "SELECT a.attrelid::regclass::text AS of, a.attstorage AS storage FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'search'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bit varying'::regtype",
  );
  expect(rows.map(({ of }) => of).toSorted()).toEqual(["search.chunk", "search.code_bits", "search.facet", "search.report_chunk"]);
  expect(rows.filter(({ storage }) => storage !== "e")).toEqual([]);
});

test("a bitmap holds the numbers it is made of, and no others", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 400 }).chain((length) => fc.tuple(fc.constant(length), fc.array(fc.integer({ min: 0, max: length - 1 })))),
      async ([length, numbers]) => {
        const { rows } = await world.admin.query(
          "SELECT search.bits_of($1, $2)::text AS bits, ARRAY(SELECT d FROM search.numbers_of(search.bits_of($1, $2), 0, $2 - 1) d ORDER BY d) AS numbers",
          [numbers, length],
        );
        const set = new Set(numbers);
        expect(rows[0].bits).toBe(Array.from({ length: Math.ceil(length / 32) * 32 }, (_, i) => (set.has(i) ? "1" : "0")).join(""));
        expect(rows[0].numbers).toEqual([...set].toSorted((a, b) => a - b));
      },
    ),
    { numRuns: 60 },
  );
});

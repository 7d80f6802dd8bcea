import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import type { NormalisedConversation } from "@/domain/formats/schema";
import { type Held, matches, turnsHit } from "@/domain/query/by-hand";
import { parse } from "@/domain/search/parse";
import { wordsOf } from "@/domain/search/words";
import { freezeSet } from "@/domain/sets/freeze";
import { FreezeSet } from "@/domain/sets/schema";
import { parseCsv } from "@/lib/csv";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { reportSettled } from "./job";
import { listTerms } from "./list-terms";
import { makeTermReport } from "./make";
import { readTermReport } from "./read";
import { MakeTermReport, type Term, type TermReport } from "./schema";

// Counted once more by hand: every term is asked of every turn of every conversation.

const word = fc.constantFrom("alpha", "beta", "gamma", "alphabet", "the", "東京", "don't", "café", "BETA");
const said = fc.array(
  fc.array(word, { maxLength: 6 }).map((words) => words.join(" ")),
  { minLength: 1, maxLength: 5 },
);
const roles = fc.array(fc.constantFrom("prompt" as const, "output" as const, "system" as const, "tool" as const), { maxLength: 5 });
const conversation = fc.record({
  said,
  roles,
  model: fc.constantFrom("gpt-4", "gpt-3.5"),
  day: fc.constantFrom("2023-02-28", "2023-03-01"),
});
const volumes = [90, 70].map((numRuns, seed) =>
  fc.sample(conversation, { numRuns, seed }).map((one): NormalisedConversation => {
    const made = talk(one.said, { model: one.model, startedAt: `${one.day}T12:00:00Z` });
    return { ...made, turns: made.turns.map((turn, i) => ({ ...turn, role: one.roles[i] ?? turn.role })) };
  }),
);
// One of more turns than one part holds.
volumes[1]?.push(
  talk(
    Array.from({ length: 140 }, (_, i) => (i % 50 ? "the" : "alpha beta")),
    { startedAt: "2023-03-02T00:00:00Z" },
  ),
);

let world: World;
let counsel: Actor;
let held: Held[];
beforeAll(async () => {
  world = await newWorld();
  for (const volume of volumes) await world.volume(volume);
  counsel = await world.actor("plaintiff counsel");
  held = volumes.flatMap((volume, v) =>
    volume.map(({ startedAt, model, turns }) => ({
      id: "",
      volume: `Volume ${v + 1}`,
      at: startedAt,
      model: model ?? "",
      language: "en",
      turns: turns.length,
      said: turns.map(({ text }) => wordsOf(text).map((one) => one.word)),
      texts: turns.map(({ text }) => text),
      roles: turns.map(({ role }) => role),
      coded: false,
    })),
  );
});
afterAll(() => world.close());

let made = 0;
async function reportOn(actor: Actor, terms: readonly string[], more: Partial<MakeTermReport> = {}) {
  const input = MakeTermReport.parse({ name: `Report ${++made}`, terms, ...more });
  const { id } = await makeTermReport(actor, input);
  await reportSettled(id);
  return told(actor, id);
}

async function told(actor: Actor, id: string): Promise<{ report: TermReport; terms: Term[] }> {
  const page = await listTerms(actor, { id, limit: 500, format: "json" });
  if (page instanceof Response) throw new Error("No page.");
  return { report: await readTermReport(actor, { id }), terms: page.items };
}

const leaf = fc.oneof(
  word.map((one) => `"${one}"`),
  fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
  fc.constantFrom("alph*", "b?ta", "alpha w/2 beta", "the pre/3 gamma", "beta not w/2 the", "zzz", "alpha~"),
);
const term = fc.oneof(
  { weight: 3, arbitrary: leaf },
  fc.tuple(leaf, fc.constantFrom("AND", "OR", "AND NOT"), leaf).map(([a, op, b]) => `(${a}) ${op} (${b})`),
  fc.tuple(fc.constantFrom("prompt", "output", "turn:1-2"), leaf).map(([name, one]) => `${name}:(${one})`),
  fc.tuple(leaf, leaf).map(([a, b]) => `prompt:(${a}) then output:(${b})`),
  fc.constantFrom("model:gpt-4", "alpha OR model:gpt-3.5", "NOT alpha", 'the AND "##alpha|gamma"', "date:2023-03"),
  fc.constantFrom("(open", "a w/5", "x w/2 y w/3 z", "note:this", "fraud%"),
);

test("every number of a report is that of a count by hand, and unique and shared hits add up to those of any term", {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(term, { minLength: 1, maxLength: 25 }),
      fc.constantFrom<{ model?: string[] }>({}, { model: ["gpt-4"] }),
      async (list, filters) => {
        const { report, terms } = await reportOn(counsel, list, { filters });
        const frame = held.filter(({ model }) => !filters.model || model === "gpt-4");
        const asked = terms.filter(({ problem, sameAs }) => !problem && sameAs === null);
        const hitsOf = new Map(asked.map(({ n, term: q }) => [n, frame.filter((one) => answers(q, one))]));
        for (const one of asked) {
          const question = parse(one.term);
          const hits = hitsOf.get(one.n) ?? [];
          const others = new Set([...hitsOf].flatMap(([n, of]) => (n === one.n ? [] : of)));
          const places = hits.flatMap((of) => (question ? turnsHit(question, of).map((n) => of.roles[n]) : []));
          expect(one, one.term).toMatchObject({
            conversations: hits.length,
            unique: hits.filter((hit) => !others.has(hit)).length,
            atLeast: null,
          });
          if (one.turns !== null)
            expect({ q: one.term, turns: one.turns, prompts: one.prompts, outputs: one.outputs }).toEqual({
              q: one.term,
              turns: places.length,
              prompts: places.filter((role) => role === "prompt").length,
              outputs: places.filter((role) => role === "output").length,
            });
          else expect(places).toEqual([]);
        }
        const any = new Set([...hitsOf.values()].flat());
        expect(report).toMatchObject({ state: "done", hits: any.size, terms: list.length, cut: false, looked: 1 });
        expect(terms.reduce((sum, { unique }) => sum + (unique ?? 0), 0) + report.shared).toBe(report.hits);
      },
    ),
    { numRuns: 12, seed: 36 },
  );
});

function answers(q: string, one: Held): boolean {
  const question = parse(q);
  return question !== null && matches(question, one);
}

test("a term that cannot be asked is a row that says why and where, and the others are counted", async () => {
  const { report, terms } = await reportOn(counsel, ["alpha", "", "(beta", "Alpha", '"ALPHA"', "gamma w/3", "  ", "x".repeat(2_001)]);
  expect(terms.map(({ n, line, sameAs, problem }) => ({ n, line, sameAs, at: problem?.at }))).toEqual([
    { n: 1, line: 1, sameAs: null, at: undefined },
    { n: 2, line: 3, sameAs: null, at: 0 },
    { n: 3, line: 4, sameAs: 1, at: undefined },
    { n: 4, line: 5, sameAs: 1, at: undefined },
    { n: 5, line: 6, sameAs: null, at: 9 },
    { n: 6, line: 8, sameAs: null, at: 2_000 },
  ]);
  expect(report).toMatchObject({ terms: 6, problems: 3, repeated: 2, emptyLines: 2 });
  expect(terms[0]?.unique).toBe(terms[0]?.conversations);
  await expect(makeTermReport(counsel, MakeTermReport.parse({ name: "None", terms: "\n \n" }))).rejects.toMatchObject({ code: "invalid" });
});

test("a report asks a set of the own side alone, and no set of another", async () => {
  const set = await freezeSet(counsel, FreezeSet.parse({ name: "Four", filters: { model: ["gpt-4"] } }));
  const { terms, report } = await reportOn(counsel, ["alpha", "gamma"], { filters: { set: set.id } });
  const frame = held.filter(({ model }) => model === "gpt-4");
  expect(terms.map(({ conversations }) => conversations)).toEqual(
    ["alpha", "gamma"].map((q) => frame.filter((one) => answers(q, one)).length),
  );
  expect(report.setName).toBe("Four");
  const theirs = await world.actor("defense counsel");
  await expect(reportOn(theirs, ["alpha"], { filters: { set: set.id } })).rejects.toMatchObject({ code: "not_found" });
});

test("a report says when what it rests on has changed: what is sealed, and the own codes where it asks for them", async () => {
  await addCode(counsel, { key: "hot", label: "Hot", group: "issue" });
  const { report: plain } = await reportOn(counsel, ["alpha"]);
  const { report: coded, terms } = await reportOn(counsel, ["code:hot", "NOT code:hot"]);
  expect([plain.outOfDate, coded.outOfDate]).toEqual([null, null]);
  expect(terms.map(({ conversations, turns }) => ({ conversations, turns }))).toEqual([
    { conversations: 0, turns: null },
    { conversations: held.length, turns: null },
  ]);
  await applyCode(counsel, { id: "T1-000000003", code: "hot", turn: 0 });
  expect((await readTermReport(counsel, { id: plain.id })).outOfDate).toBeNull();
  expect((await readTermReport(counsel, { id: coded.id })).outOfDate).toBe("data");
  await world.volume([talk(["nothing"])]);
  expect((await readTermReport(counsel, { id: plain.id })).outOfDate).toBe("data");
  expect((await told(counsel, plain.id)).report.sha256).toBe(plain.sha256);
});

test("as CSV the whole list comes in its order, with what could not be asked, and a last row for any term", async () => {
  const { report, terms } = await reportOn(counsel, ["alpha", "=beta", "(open", "alpha"]);
  const answer = await listTerms(counsel, { id: report.id, limit: 1, format: "csv" });
  if (!(answer instanceof Response)) throw new Error("No file.");
  const rows = parseCsv(await answer.text());
  expect(rows).toHaveLength(6);
  expect(rows[1]?.slice(0, 9)).toEqual([
    ...["1", "1", "alpha", "Conversations with “alpha”"],
    ...[terms[0]?.conversations, terms[0]?.turns, terms[0]?.prompts, terms[0]?.outputs, terms[0]?.unique].map(String),
  ]);
  expect(rows[3]?.at(-1)).toMatch(/^Not asked, at character 1: This parenthesis is not closed/);
  expect(rows[4]?.at(-1)).toBe("Asks the same as term 1");
  expect(rows[5]).toEqual([
    "",
    "",
    "Any term",
    "",
    String(report.hits),
    "",
    "",
    "",
    String(report.hits - report.shared),
    expect.any(String),
  ]);
});

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { charactersMarked, type Held, matches, turnsHit } from "@/domain/query/by-hand";
import { clipped, hitsIn, marksOf } from "@/domain/query/hits";
import { leavesOf, patternsOf } from "@/domain/query/question";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { parse } from "./parse";
import { searchConversations } from "./search";
import { wordsOf } from "./words";

// What is marked in a snippet, held against the whole turn: every character of it that a search by hand marks there, and no other.

const words = [
  "alpha",
  "beta",
  "Beta",
  "gamma",
  "alphabet",
  "the",
  "東京",
  "天",
  "café",
  "cafe\u0301",
  "be\u00ADta",
  "𝔞lpha",
  "w".repeat(150),
];
// Every turn numbers its words in its own way, so that a fragment stands at one place of it alone.
const turn = fc
  .tuple(fc.array(fc.constantFrom(...words, "alpha", "beta", "x", "y"), { minLength: 1, maxLength: 12 }), fc.constantFrom(1, 4, 9, 30))
  .map(([said, often]) => said.flatMap((word, i) => [word, ...Array.from({ length: i % often }, (_, k) => `${i}n${k}`)]).join(" "));
const texts = fc.sample(fc.array(turn, { minLength: 1, maxLength: 4 }), { numRuns: 150, seed: 5 });

let world: World;
let actor: Actor;
let held: Map<string, Held>;
beforeAll(async () => {
  world = await newWorld();
  await world.volume(texts.map((said) => talk(said)));
  actor = await world.actor("plaintiff expert");
  held = new Map(
    texts.map((said, i) => [
      `T1-${String(i + 1).padStart(9, "0")}`,
      {
        ...{ id: "", volume: "Volume 1", at: null, model: "gpt-4", language: "en", coded: false },
        turns: said.length,
        said: said.map((text) => wordsOf(text).map(({ word }) => word)),
        texts: said,
        roles: said.map((_, n) => (n % 2 === 0 ? "prompt" : "output")),
      },
    ]),
  );
});
afterAll(() => world.close());

const term = fc.constantFrom(
  "alpha",
  "beta",
  "gamma",
  "al*",
  "b?ta",
  '"the beta"',
  "天",
  "東京",
  "café",
  "(alpha OR gamma)",
  "w*",
  '"x y"',
);
const nearby = fc
  .tuple(term, fc.constantFrom("w", "pre", "not w"), fc.constantFrom(1, 2, 5, 12, 40, 255), term)
  .map(([a, op, within, b]) => `(${a} ${op}/${within} ${b})`);
const leaf = fc.oneof(term, nearby, nearby);
const pattern = fc
  .constantFrom("a[a-z]+a", "[0-9]+n[0-9]+ ?", "^x", "y$", "天.*天", "b.*a", "[^ ]*w{3,}", "𝔞", "é|e", "x*", "(al|x) ?", "𝔞l.*")
  .map((one) => `"##${one}"`);
const patterned = fc.oneof(
  fc.tuple(leaf, pattern).map(([a, b]) => `${a} AND ${b}`),
  fc.tuple(leaf, pattern).map(([a, b]) => `turn:(${a} AND ${b})`),
  fc.tuple(leaf, pattern).map(([a, b]) => `turn:(${a} AND NOT ${b})`),
  fc.tuple(leaf, pattern).map(([a, b]) => `${a} AND prompt:(${b})`),
  fc.tuple(leaf, pattern, leaf).map(([a, b, c]) => `prompt:(${a} AND ${b}) then output:(${c})`),
);
const query = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 4, arbitrary: patterned },
  fc.tuple(leaf, leaf).map(([a, b]) => `${a} OR ${b}`),
  fc.tuple(leaf, leaf).map(([a, b]) => `turn:(${a} AND ${b})`),
  fc.tuple(leaf, leaf).map(([a, b]) => `turn:(${a} AND NOT ${b})`),
  fc.tuple(leaf, leaf).map(([a, b]) => `prompt:(${a}) then output:(${b})`),
  fc.tuple(fc.constantFrom("prompt", "output", "turn:2-3"), leaf).map(([scope, one]) => `${scope}:(${one})`),
);

const numbersIn = (spans: readonly { readonly start: number; readonly end: number }[]) =>
  spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));

test("what is marked in a snippet is what the whole turn has marked there, wherever it was cut", { timeout: 240_000 }, async () => {
  let [cut, marked] = [0, 0];
  await fc.assert(
    fc.asyncProperty(query, async (q) => {
      const question = parse(q);
      if (!question) throw new Error("Nothing was asked.");
      const { items } = await searchConversations(actor, { q, sort: "date", limit: 200 });
      expect(items.map(({ id }) => id)).toEqual([...held].filter(([, one]) => matches(question, one)).map(([id]) => id));
      for (const { id, snippet } of items) {
        const one = held.get(id);
        if (!one || !snippet) throw new Error("Nothing is shown.");
        const n = snippet.turn - 1;
        expect(n, `${q} ${id}`).toBe(Math.min(...turnsHit(question, one)));
        const whole = one.texts[n] ?? "";
        const at = whole.indexOf(snippet.text);
        expect([at >= 0, snippet.cutBefore, snippet.cutAfter]).toEqual([true, at > 0, at + snippet.text.length < whole.length]);
        const wanted = [...charactersMarked(question, n, one)].map((place) => place - at);
        const within = wanted.filter((place) => place >= 0 && place < snippet.text.length).sort((a, b) => a - b);
        expect(numbersIn(snippet.marks), `${q} ${id} ${whole}`).toEqual(within);
        if (wanted.length > within.length) cut++;
        marked += within.length;
      }
    }),
    { numRuns: 90, seed: 11 },
  );
  // The test has looked at what it is about.
  expect(cut).toBeGreaterThan(50);
  expect(marked).toBeGreaterThan(1_000);
});

const placesIn = (text: string, pattern: string) =>
  [...text.matchAll(new RegExp(pattern, "gi"))]
    .map(({ 0: hit, index }) => ({ start: index, end: index + hit.length }))
    .filter(({ start, end }) => end > start);

test("both ends of a distance that fits into a snippet are in it, and of one that does not the first is marked", async () => {
  const filler = (letters: number) =>
    "y"
      .repeat(9)
      .concat(" ")
      .repeat(letters / 10);
  const said = [200, 240, 270, 280, 400, 2_400].map((letters) => talk([`${filler(500)}zulu ${filler(letters)}yankee ${filler(500)}`]));
  await world.volume(said);
  const { items } = await searchConversations(actor, { q: "zulu w/255 yankee", sort: "date", limit: 50 });
  const marked = items.map(({ snippet }) => snippet?.marks.map(({ start, end }) => snippet.text.slice(start, end)));
  expect(marked).toEqual([...Array.from({ length: 4 }, () => ["zulu", "yankee"]), ["zulu"], ["zulu"]]);
});

test("where something is covered, what is marked is decided by what is shown", { timeout: 120_000 }, async () => {
  const said = fc.sample(turn, { numRuns: 120, seed: 6 });
  await world.volume(
    said.map((text) => talk([text])),
    { name: "Covered", controlPrefix: "COVER" },
  );
  // Every thirty characters or so some are covered, wherever that cuts the words.
  await world.admin.query(
    `INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label)
     SELECT docno, 1, first, 1 + (docno + first) % 11, 'PERSON', 1, 1, 'test', format('[PERSON_%s]', row_number() OVER (PARTITION BY docno))
     FROM (SELECT c.docno, length(t.turns->0->>'text') AS length FROM record.conversation c JOIN record.conversation_text t USING (docno) JOIN record.volume v ON c.docno >= v.first_docno WHERE v.name = 'Covered') x
     CROSS JOIN LATERAL generate_series(docno % 17, length - 12, 19 + docno % 23) first`,
  );
  let [covered, marked] = [0, 0];
  for (const q of [
    "alpha",
    "alpha w/3 beta",
    "beta not w/5 (x OR y)",
    "al* w/12 (beta OR gamma)",
    "(x OR y) pre/40 beta",
    '"x y"',
    "turn:(beta AND NOT gamma)",
    'beta AND "##[a-z]+ [xy]"',
    'x AND "##.*person_1"',
  ]) {
    const { items } = await searchConversations(actor, { q, volume: ["Covered"], sort: "date", limit: 200 });
    for (const { id, snippet } of items) {
      const whole = (await viewConversation(actor, { id })).items[0]?.text ?? "";
      if (!snippet) throw new Error("Nothing is shown.");
      const at = whole.indexOf(snippet.text);
      expect([at >= 0, snippet.cutBefore, snippet.cutAfter], `${id} ${whole}\n${snippet.text}`).toEqual([
        true,
        at > 0,
        at + snippet.text.length < whole.length,
      ]);
      const leaves = leavesOf(parse(q)).flatMap((one) => marksOf(one, snippet.role));
      const found = patternsOf(parse(q)).map((pattern) => ({ pattern, marks: placesIn(whole, pattern) }));
      expect(snippet.marks, `${q} ${id} ${whole}`).toEqual(clipped(hitsIn(whole, leaves, found), at, at + snippet.text.length));
      if (snippet.text.includes("[PERSON_")) covered++;
      marked += snippet.marks.length;
    }
  }
  expect(covered).toBeGreaterThan(50);
  expect(marked).toBeGreaterThan(100);
});

test("what is covered is told by no mark of a regular expression, nor by where the snippet begins", async () => {
  const said = `${"y ".repeat(300)}card 4111 1111 1111 1111 of mine ${"y ".repeat(300)}okapi`;
  await world.volume([talk([said])], { name: "Secret", controlPrefix: "SECRET" });
  const ask = async (pattern: string) => {
    const { items } = await searchConversations(actor, {
      q: `okapi AND turn:(okapi AND "##${pattern}")`,
      volume: ["Secret"],
      sort: "date",
      limit: 5,
    });
    return items.map(({ snippet }) => [snippet?.text, snippet?.marks.map(({ start, end }) => snippet.text.slice(start, end))]);
  };
  expect((await ask("4[0-9 ]+1 of"))[0]?.[1]).toEqual(["4111 1111 1111 1111 of"]);
  await world.admin.query(
    `INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label)
     SELECT first_docno, 1, $1, 19, 'CARD', 1, 1, 'test', '[CARD_1]' FROM record.volume WHERE name = 'Secret'`,
    [said.indexOf("4111")],
  );
  // The question is answered by what is covered, as every question is: nothing more is told of it.
  expect(await ask("4[0-9 ]+1 of")).toEqual(await ask("okapi"));
});

test("a regular expression that takes long to be marked leaves the page, which says so", { timeout: 60_000 }, async () => {
  await world.volume([talk([`okapi ${"ab ".repeat(60_000)}`, "ab okapi"])], { name: "Slow", controlPrefix: "SLOW" });
  const ask = async (q: string) => (await searchConversations(actor, { q, volume: ["Slow"], sort: "date", limit: 5 })).items[0]?.snippet;
  expect(await ask('okapi AND "##ab|a.*c"')).toMatchObject({ marks: [{ start: 0, end: 5 }], unmarked: true });
  expect(await ask("okapi")).not.toHaveProperty("unmarked");
});

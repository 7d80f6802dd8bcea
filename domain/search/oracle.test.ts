import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import type { NormalisedConversation } from "@/domain/formats/schema";
import { type Held, matches } from "@/domain/query/by-hand";
import { hitsIn, marksOf } from "@/domain/query/hits";
import { leavesOf } from "@/domain/query/question";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { countConversations } from "./count";
import { parse } from "./parse";
import type { Count, CountConversations, ResultRow } from "./schema";
import { searchConversations } from "./search";
import { wordsOf } from "./words";

// A second search, as slow and as plain as can be: every question is asked of every word of every conversation.

const q64 = "q".repeat(64);
const vocabulary = [
  "alpha",
  "beta",
  "gamma",
  "al",
  "alphabet",
  "the",
  "東京",
  "天気",
  "don't",
  "state-of-the-art",
  "http://www.example.com/beta?x=gamma",
  "café",
  "cafe\u0301",
  "BETA",
  "be\u00ADta",
  q64,
  `${q64}q`,
];
const days = [
  "2023-02-27T23:59:59.999999Z",
  "2023-02-28T00:00:00.000000Z",
  "2023-02-28T12:00:00.000000Z",
  "2023-02-28T12:00:00.000001Z",
  "2023-03-01T00:00:00.000000Z",
  "2024-01-01T00:00:00.000000Z",
  null,
  null,
];
const word = fc.constantFrom(...vocabulary, "alpha", "beta", "gamma", "the");
const turn = fc
  .array(fc.tuple(word, fc.constantFrom(" ", " ", " ", ", ", " - ", "\r\n")), { minLength: 0, maxLength: 9 })
  .map((pairs) => pairs.flat().join(""));
const about = {
  startedAt: fc.constantFrom(...days),
  model: fc.constantFrom("gpt-4", "gpt-3.5"),
  language: fc.constantFrom("en", "ja", "de"),
  roles: fc.oneof(
    { weight: 2, arbitrary: fc.constant<NormalisedConversation["turns"][number]["role"][]>([]) },
    fc.array(fc.constantFrom("prompt" as const, "output" as const, "output" as const, "system" as const, "tool" as const), {
      maxLength: 5,
    }),
  ),
};
const short = fc.record({ ...about, said: fc.array(turn, { minLength: 1, maxLength: 4 }) });
const long = fc.record({ ...about, said: fc.array(turn, { minLength: 65, maxLength: 140 }) });
const filler = Array.from({ length: 60_000 }, (_, i) => `w${i}`).join(" ");

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`).join(" ");

function draw<T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}
type Drawn = {
  said: string[];
  startedAt: string | null;
  model: string;
  language: string;
  roles: readonly NormalisedConversation["turns"][number]["role"][];
};
function made({ said, startedAt, model, language, roles }: Drawn): NormalisedConversation {
  const conversation = talk(said, { startedAt, model, language });
  // Most alternate; some begin with the system, repeat a prompt, or call a tool between a prompt and its output.
  return { ...conversation, turns: conversation.turns.map((turn, i) => ({ ...turn, role: roles[i] ?? turn.role })) };
}

const volumes: NormalisedConversation[][] = [
  draw(short, 130, 1).map(made),
  [
    ...draw(short, 90, 2).map(made),
    ...draw(long, 12, 3).map(made),
    // A turn too large for the index, with a phrase at its very end and another conversation's words around it.
    talk(["alpha", `beta ${numbered(300)} ${"the ".repeat(300)} gamma al`, "café"], { startedAt: null, language: "de" }),
    ...["the gamma 天気"].map((ending, i) => talk(["alpha", `${filler} ${ending}`, "the"], { startedAt: days[i] ?? null, language: "en" })),
  ],
  draw(short, 60, 4).map(made),
];

let world: World;
let actor: Actor;
let held: Held[];
beforeAll(async () => {
  world = await newWorld();
  for (const volume of volumes) await world.volume(volume);
  actor = await world.actor("plaintiff expert");
  // Of every third conversation our side has a code, and of every second the other. Nobody did it, so there is no entry.
  await world.admin.query("SET session_replication_role = replica");
  for (const [side, every] of [
    ["plaintiff", 3],
    ["defense", 2],
  ]) {
    await world.admin.query(
      `WITH code AS (INSERT INTO work.code (matter_id, side, key, label, position, created_by) SELECT $1, $2, 'hot', 'Hot', 1, id FROM access.person LIMIT 1 RETURNING id, matter_id, side, created_by)
       INSERT INTO work.coding (docno, code_id, matter_id, side, person_id) SELECT c.docno, code.id, code.matter_id, code.side, code.created_by FROM code, record.conversation c WHERE c.docno % 1000000 % $3 = 0`,
      [world.matter, side, every],
    );
  }
  held = volumes
    .flatMap((volume, v) =>
      volume
        .toSorted((a, b) => order(a.startedAt, b.startedAt))
        .map(({ startedAt, model, language, turns }, n) => ({
          id: `T${v + 1}-${String(n + 1).padStart(9, "0")}`,
          volume: `Volume ${v + 1}`,
          at: startedAt,
          model: model ?? "",
          language: language ?? "",
          turns: turns.length,
          said: turns.map(({ text }) => wordsOf(text).map((one) => one.word)),
          texts: turns.map(({ text }) => text),
          roles: turns.map(({ role }) => role),
          coded: n % 3 === 0,
        })),
    )
    .sort((a, b) => order(a.at, b.at));
});
afterAll(() => world.close());

// By date, the undated last; what is equal stays as it was, by volume and number.
function order(a: string | null, b: string | null) {
  return (a ?? "9999") < (b ?? "9999") ? -1 : (a ?? "9999") > (b ?? "9999") ? 1 : 0;
}

type Asked = Omit<CountConversations, "uncoded" | "code">;
function answer({ q, volume, model, language, from, to, minTurns, maxTurns }: Asked): Held[] {
  const question = parse(q);
  return held.filter(
    (one) =>
      (!volume?.length || volume.includes(one.volume)) &&
      (!model?.length || model.includes(one.model)) &&
      (!language?.length || language.includes(one.language)) &&
      (!from || (one.at !== null && one.at.slice(0, 10) >= from)) &&
      (!to || (one.at !== null && one.at.slice(0, 10) <= to)) &&
      (minTurns === undefined || one.turns >= minTurns) &&
      (maxTurns === undefined || one.turns <= maxTurns) &&
      (!question || matches(question, one)),
  );
}

const leaf = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `"${words.join(" ")}"`),
  word.map((one) => `"${one}"`),
  fc.constantFrom("al*", "be*", '"the al*"', "天*", "w1*", "w59999", `${q64}*`, "zzz"),
);
const term = fc.oneof(
  leaf,
  fc
    .constantFrom(
      "al*t",
      "b?ta",
      "?eta AND be*",
      '"al* be?a"',
      '"the b*a"',
      "g=",
      "n=",
      "n1=",
      "n2== OR al",
      "?af?",
      "caf?",
      '"state of the *t"',
      "q*q",
      "天* w/2 気",
      "alphabet~",
      '"the alpha~"',
    )
    .map((one) => `(${one})`),
);
const side = fc.oneof(
  leaf,
  fc.tuple(leaf, leaf).map(([a, b]) => `(${a} OR ${b})`),
  fc.constantFrom("al*t", "b?ta", '"b?ta g*"', "n29?", "n1", "café"),
);
const nearby = fc
  .tuple(side, fc.constantFrom("w", "w", "pre", "not w"), fc.constantFrom(1, 2, 3, 5, 40, 255), side)
  .map(([a, op, within, b]) => `(${a} ${op}/${within} ${b})`);
const { turn: ofTurn } = fc.letrec<{ turn: string }>((tie) => ({
  turn: fc.oneof(
    { depthSize: "small" },
    term,
    nearby,
    fc.tuple(fc.constantFrom("AND", "OR"), tie("turn"), tie("turn")).map(([op, a, b]) => `(${a} ${op} ${b})`),
    tie("turn").map((one) => `(NOT ${one})`),
  ),
}));
const scope = fc.constantFrom("prompt", "output", "system", "tool", "turn:1", "turn:2-3", "turn:66-70", "prompt:turn:1-2");
const chats = fc.oneof(
  fc.tuple(scope, ofTurn).map(([name, one]) => `${name}:(${one})`),
  ofTurn.map((one) => `turn:(${one})`),
  fc.tuple(scope, ofTurn).map(([name, one]) => `${name}:(turn:(${one}))`),
  fc.tuple(ofTurn, ofTurn).map(([a, b]) => `(prompt:(${a}) then output:(${b}))`),
);
const field = fc.constantFrom(
  "model:gpt-4",
  "model:GPT*",
  "language:(en OR ja)",
  'volume:"volume 2"',
  "turns:>2",
  "turns:66..",
  "date:2023-02-28",
  "date:..2023-02",
  "month:2023-03",
  "date:>=2023-03-01",
  "uncoded:yes",
  "code:hot",
  "code:(h* OR none)",
  "code:none",
);
const regex = fc
  .constantFrom('"##al(pha)?[ ,-]+be"', '"##^the"', '"##[0-9]{2}$"', '"##www\\.ex"')
  .map((one) => `((al* OR the OR w1*) AND ${one})`);
const { query } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: "small" },
    term,
    nearby,
    chats,
    field,
    regex,
    fc.tuple(fc.constantFrom("AND", "OR"), tie("query"), tie("query")).map(([op, a, b]) => `(${a} ${op} ${b})`),
    tie("query").map((one) => `NOT ${one}`),
  ),
}));
// A wildcard or an expression that the index cannot narrow down is refused, which parse.test.ts is about.
const carriedOut = query.filter((one) => {
  try {
    return parse(one) !== null;
  } catch {
    return false;
  }
});
const some = (...values: string[]) => fc.option(fc.subarray(values), { nil: undefined, freq: 2 });
const day = fc.option(fc.constantFrom("2023-02-27", "2023-02-28", "2023-03-01", "2024-01-01", "2020-01-01", "2030-01-01"), {
  nil: undefined,
  freq: 2,
});
const asked: fc.Arbitrary<Asked> = fc.record({
  q: fc.oneof({ weight: 6, arbitrary: carriedOut }, { weight: 1, arbitrary: fc.constant("") }),
  volume: some("Volume 1", "Volume 2", "Volume 3"),
  model: some("gpt-4", "gpt-3.5", "none"),
  language: some("en", "ja"),
  from: day,
  to: day,
  minTurns: fc.option(fc.constantFrom(0, 2, 66), { nil: undefined, freq: 2 }),
  maxTurns: fc.option(fc.constantFrom(1, 3, 1_000), { nil: undefined, freq: 2 }),
});

async function pages(wanted: Asked, sort: "date" | "-date", limit: number) {
  const items: ResultRow[] = [];
  const counts: Count[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await searchConversations(actor, { ...wanted, sort, limit, after });
    items.push(...page.items);
    counts.push(page.count);
    if (!page.next) return { items, counts };
    expect(page.items).toHaveLength(limit);
    expect(items.length).toBeLessThanOrEqual(held.length);
    after = page.next;
  }
}

test("every page of every answer is what a search word by word finds, in its order, without gaps or repetitions", {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      asked,
      fc.constantFrom("date" as const, "-date" as const),
      fc.constantFrom(3, 7, 50, 200),
      async (wanted, sort, limit) => {
        const expected = answer(wanted).map(({ id }) => id);
        const { items, counts } = await pages(wanted, sort, expected.length > 60 ? Math.max(limit, 50) : limit);
        expect(items.map(({ id }) => id)).toEqual(sort === "date" ? expected : expected.toReversed());
        // What a page says of the number is never wrong: exact is exact, and "at least" is no more than there are.
        for (const { value, relation } of counts) {
          if (relation === "exact") expect(value).toBe(expected.length);
          else expect(value).toBeLessThanOrEqual(expected.length);
        }
        expect(counts.length > 1 || counts[0]?.relation === "exact").toBe(true);
      },
    ),
    { numRuns: 60, seed: 20_231_115 },
  );
});

test("the counts beside the filters are those of a search word by word", { timeout: 120_000 }, async () => {
  const tally = (values: string[]) =>
    Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((one) => one === value).length]));
  await fc.assert(
    fc.asyncProperty(asked, async (wanted) => {
      const expected = answer(wanted);
      const { count, facets } = await countConversations(actor, wanted);
      const given = (facet: keyof typeof facets) => Object.fromEntries(facets[facet].map((one) => [one.value, one.count]));
      expect(count).toEqual({ value: expected.length, relation: "exact" });
      expect(given("volume")).toEqual(tally(expected.map(({ volume }) => volume)));
      expect(given("model")).toEqual(tally(expected.map(({ model }) => model)));
      expect(given("language")).toEqual(tally(expected.map(({ language }) => language)));
      expect(given("month")).toEqual(tally(expected.flatMap(({ at }) => at?.slice(0, 7) ?? [])));
    }),
    { numRuns: 30, seed: 7 },
  );
});

const seen = fc.oneof(
  leaf,
  term.filter((one) => !/ (AND|OR) /.test(one)),
  fc.tuple(side, fc.constantFrom("w", "pre"), fc.constantFrom(1, 2, 5), side).map(([a, op, within, b]) => `${a} ${op}/${within} ${b}`),
  fc.tuple(fc.constantFrom("prompt", "output", "turn:1-2"), leaf).map(([name, one]) => `${name}:(${one})`),
  fc.tuple(leaf, leaf).map(([a, b]) => `prompt:(${a}) then output:(${b})`),
);

test("the fragment shown of an answer to one leaf holds a mark, and every mark of a word or phrase answers", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(seen, async (q) => {
      const { items } = await pages({ q }, "date", 200);
      const leaves = leavesOf(parse(q));
      for (const { id, snippet } of items) {
        if (!snippet) throw new Error("Nothing is shown.");
        expect(snippet.marks.length, `${q} ${id} ${JSON.stringify(snippet.text.slice(0, 200))}`).toBeGreaterThan(0);
        const marked = leaves.flatMap((one) => marksOf(one, snippet.role));
        if (marked.some((one) => "within" in one)) continue;
        for (const { start, end } of snippet.marks) expect(hitsIn(snippet.text.slice(start, end), marked)).toHaveLength(1);
      }
    }),
    { numRuns: 24, seed: 3 },
  );
});

test("a page that starts after something that is not there is refused, not begun anew", async () => {
  await expect(searchConversations(actor, { q: "", sort: "date", limit: 5, after: "T9-000000001" })).rejects.toMatchObject({
    code: "not_found",
  });
});

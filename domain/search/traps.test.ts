import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { searchConversations } from "./search";

// What PostgreSQL's own full-text search gets wrong, each seen there first, and what this one must not. Conversations go by name.

const numbered = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const ligatures = numbered(8_000, "").map((n) => `${"ﷲ".repeat(15)}${String.fromCodePoint(0x1e00 + (Number(n) % 128))}${n}`);
const record: Record<string, string[]> = {
  turns: ["the first turn ends with right", "copy begins the second"],
  far: [`${numbered(20_000, "v").join(" ")} needle in the far end`],
  often: [`${"the ".repeat(6_000)}target ${"the ".repeat(300)}`],
  signs: ["See https://www.nytimes.com/section/foo/bar?x=1 and me@host.example, v1.2.3", "a state-of-the-art thing"],
  blanks: ["東京都の天気は晴れです", "สวัสดีครับ"],
  small: ["the right of copy, an organ, the universe", "to be or not to be"],
  wide: [`${"x".repeat(65)} ends here`],
  parts: Array.from({ length: 150 }, (_, i) => (i === 3 ? "early bird" : i === 140 ? "late worm" : "filler")),
  sql: ["50% off, a_b, c\\d, it's ' OR 1=1 --"],
};
const large: Record<string, string[]> = {
  distinct: [numbered(30_000, "distinct-").join(" ").slice(0, 250_000)],
  larger: [`${numbered(30_000, "larger-").join(" ")} at its end`],
  unfolding: [`${ligatures.join(" ")} at its end`],
};

let world: World;
let actor: Actor;
beforeAll(async () => {
  world = await newWorld();
  for (const volume of [record, large]) await world.volume(Object.entries(volume).map(([model, said]) => talk(said, { model })));
  actor = await world.actor("plaintiff expert");
}, 120_000);
afterAll(() => world.close());

async function found(q: string, volume: string) {
  const { items } = await searchConversations(actor, { q, volume: [volume], sort: "date", limit: 50 });
  return items.map(({ model }) => model ?? "").sort();
}

const x64 = "x".repeat(64);
test.each<[string, string[]]>([
  ["a phrase does not run from one turn into the next", ['"right copy" =>', '"with right" => turns', "right AND copy => small turns"]],
  [
    "words beyond the sixteen-thousandth are found, in phrases too",
    ['"v16400 v16401" => far', '"v19999 v19998" =>', "v19999 => far", '"far end" => far'],
  ],
  [
    "a word said thousands of times is still found beside its neighbour",
    ['"the target" => often', '"target the the" => often', '"target target" =>'],
  ],
  [
    "an address, a path, a version and a hyphen hide no word",
    [
      "nytimes => signs",
      "www.nytimes.com => signs",
      '"foo bar" => signs',
      "host.example => signs",
      '"v1 2 3" => signs',
      "state-of-the-art => signs",
      '"state of the art" => signs',
    ],
  ],
  [
    "scripts without blanks are searched by any stretch of them",
    ["天気 => blanks", "気は => blanks", "京東 =>", "ครับ => blanks", "天気* => blanks"],
  ],
  [
    "small words count and no word is bent into another",
    ['"right to copy" =>', '"to be or not to be" => small', "organs =>", "organ => small", "university =>"],
  ],
  [
    "a word of 64 letters is not a longer one",
    [`${x64} =>`, `${x64}x => wide`, `${x64}* => wide`, `NOT ${x64} AND "ends here" => wide`, `NOT ${x64}x AND "ends here" =>`],
  ],
  [
    "a conversation of several parts answers as one",
    ["early AND late => parts", '"early bird" AND NOT "late worm" =>', "filler AND NOT worm =>", '"late worm" OR zzz => parts'],
  ],
  [
    "a distance is exact beyond the sixteen-thousandth word, beside a word said thousands of times, and within one turn",
    [
      "v19999 w/1 v19998 => far",
      "v16400 pre/1 v16401 => far",
      "v16401 pre/255 v16400 =>",
      "v19900 w/100 v19999 => far",
      "v19900 w/98 v19999 =>",
      "the pre/1 target => often",
      "target pre/255 (the OR right) => often",
      "the not w/20 target => far often signs small turns",
      "right w/9 copy => small",
      "copy w/1 right =>",
    ],
  ],
  [
    "a distance counts the words of an address, a hyphen, a script without blanks, and small words",
    [
      "nytimes w/1 com => signs",
      "https pre/5 foo => signs",
      "https pre/4 foo =>",
      "me w/1 host => signs",
      "state w/3 art => signs",
      "state w/2 art =>",
      "東 pre/4 天 => blanks",
      "東 pre/3 天 =>",
      '"to be" pre/2 "not to" => small',
      '"to be" pre/1 "not to" =>',
    ],
  ],
  [
    "wildcards stand anywhere, within a word, however long",
    [
      "v1999? AND *edle => far",
      "n*dle => far",
      "need?e => far",
      "need?? => far",
      "need? =>",
      "x*x => wide",
      `${"x".repeat(64)}? => wide`,
      "v199== => far",
      "orga?s OR uni*ty =>",
    ],
  ],
  [
    "a part of a long conversation ends nothing: not a distance in a turn, nor a prompt and its output",
    [
      "early w/1 bird AND worm => parts",
      "early w/255 worm =>",
      "turn:141:(late) => parts",
      "turn:4:(early) => parts",
      "turn:5-140:(early OR late) =>",
    ],
  ],
  [
    "what one turn lacks another may have: the index says nothing of it",
    [
      "turn:(state AND NOT nytimes) => signs",
      "turn:(nytimes AND NOT state) => signs",
      "turn:(nytimes AND state) =>",
      "state AND NOT nytimes =>",
      "prompt:(nytimes AND NOT state) => signs",
      "output:(NOT nytimes) AND prompt:(nytimes) => signs",
      "prompt:(nytimes AND NOT state) then output:(state AND NOT nytimes) => signs",
    ],
  ],
  ["what means something to SQL means nothing here", ["50% => sql", "a_b => sql", "it's => sql", '"or 1 1 --" => sql']],
])("%s", async (_promise, cases) => {
  for (const one of cases) {
    const [q = "", answer = ""] = one.split("=>");
    expect(await found(q.trim(), "Volume 1"), one).toEqual(answer.split(" ").filter(Boolean));
  }
});

test("a prompt at the end of one part is answered by the output at the beginning of the next", async () => {
  const said = Array.from({ length: 130 }, (_, i) => (i === 63 ? "whose border" : i === 64 ? "their border" : "filler"));
  const { turns, ...rest } = talk(said, { model: "border" });
  // The first turn is the system's, so the sixty-fourth, the last of its part, is a prompt.
  const calling = talk(["ask", "nothing", "calls a tool", "its reply", "ask no more"], { model: "calling" });
  await world.volume([
    { ...rest, turns: turns.map((turn, i) => ({ ...turn, role: i === 0 ? "system" : i % 2 === 1 ? "prompt" : "output" })) },
    { ...calling, turns: calling.turns.map((turn, i) => ({ ...turn, role: i === 2 ? "tool" : turn.role })) },
  ]);
  // What a tool says may stand between a prompt and its output; a prompt that comes after is another's.
  expect(await found("prompt:(ask) then output:(reply)", "Volume 3")).toEqual(["calling"]);
  expect(await found('prompt:("ask no") then output:(reply)', "Volume 3")).toEqual([]);
  const { rows } = await world.admin.query(
    "SELECT first_turn, turn_count FROM record.conversation_text WHERE docno >= 2000000 ORDER BY docno, part",
  );
  expect(rows[0]).toEqual({ first_turn: 1, turn_count: 64 });
  expect(await found("prompt:(whose) then output:(their)", "Volume 3")).toEqual(["border"]);
  expect(await found("prompt:(their) then output:(whose)", "Volume 3")).toEqual([]);
  expect(await found("prompt:(whose AND NOT their) then output:(border w/1 their)", "Volume 3")).toEqual(["border"]);
  expect(await found("whose w/3 their", "Volume 3")).toEqual([]);
});

test("a text with more distinct words than an index entry holds is taken in, and searched by the text itself", async () => {
  expect(await found('"distinct 17"', "Volume 2")).toEqual(["distinct"]);
  expect(await found('"larger 29999"', "Volume 2")).toEqual(["larger"]);
  expect(await found('"at its end"', "Volume 2")).toEqual(["larger", "unfolding"]);
  expect(await found("29999 pre/3 end", "Volume 2")).toEqual(["larger"]);
  expect(await found("29999 pre/2 end", "Volume 2")).toEqual([]);
  expect(await found("2999? w/3 e?d AND NOT distinct", "Volume 2")).toEqual(["larger"]);
  const { rows } = await world.admin.query(
    "SELECT m.name, t.kind FROM record.conversation_text t JOIN record.conversation c USING (docno) JOIN record.model m ON m.id = c.model_id WHERE t.docno BETWEEN 1000000 AND 1999999 ORDER BY 1",
  );
  expect(rows).toEqual([
    { name: "distinct", kind: 0 },
    { name: "larger", kind: 2 },
    { name: "unfolding", kind: 2 },
  ]);
});

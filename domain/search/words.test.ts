import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";
import { wordsOf, young } from "./words";

let world: World;
/** What the embedded server and others fold otherwise, as their tables of Unicode are older or newer (docs/limits.md); nothing where it is the embedded one. */
let otherwise: readonly RegExp[];
beforeAll(async () => {
  world = await newWorld();
  const { rows } = await world.admin.query(
    `SELECT lower(chr(11311) COLLATE "und-x-icu") <> chr(11311) AS capitals, normalize(chr(118006), NFKC) = chr(118006) AS letters`,
  );
  otherwise = [...(rows[0].capitals ? [young] : []), ...(rows[0].letters ? [/[\u{1CCD6}-\u{1CCF9}\u{1E030}-\u{1E06D}]/u] : [])];
});
afterAll(() => world.close());

async function foldedByTheDatabase(texts: readonly string[]): Promise<string[][]> {
  const { rows } = await world.admin.query(
    "SELECT string_to_array(btrim(search.fold(t)), ' ') AS words FROM unnest($1::text[]) WITH ORDINALITY x(t, n) ORDER BY n",
    [texts],
  );
  return rows.map(({ words }) => words);
}
const ofWords = (text: string) => wordsOf(text).map(({ word }) => word);

async function expectEqual(texts: readonly string[]) {
  const theirs = await foldedByTheDatabase(texts);
  const apart = texts
    .map((text, i) => ({ text, here: ofWords(text), there: theirs[i] }))
    .filter(({ here, there }) => JSON.stringify(here) !== JSON.stringify(there));
  expect(apart.slice(0, 20)).toEqual([]);
}

describe("the words of a text are the same in the database and here", () => {
  const peculiar = [
    "ﬁne ﬄuent",
    "½ cup",
    "m² and x³, H₂O",
    "① ② ⑳ ㉑",
    "™ ℡ №",
    "caf\u0065\u0301 CAFÉ",
    "=\u0338 a",
    "¨ ´ ¸ ¯ ͺ",
    "ΟΔΥΣΣΕΥΣ ὈΔΥΣΣΕΎΣ ΑΣ'Α ΑΣ",
    "İstanbul ISTANBUL ı",
    "ＦＵＬＬ　ｗｉｄｔｈ！",
    "ｶﾞｷﾞ ｱﾊﾟｰﾄ",
    "東京都の天気は",
    "がぎぐ か\u3099",
    "สวัสดีครับ ที่นี่",
    "ภาษา๑๒๓ฯ",
    "مَرْحَبًا ٱلسَّلَامُ ﷺ ﻻ",
    "שָׁלוֹם־עולם",
    "co\u00ADoperate soft\u00ADhyphen",
    "left\u200Eright \u202Eright\u202C \u2066x\u2069",
    "zero\u200Bwidth می\u200Cخواهم क\u094D\u200Dष",
    "emoji 👩‍👩‍👧 flag 🇩🇪 x❤️y",
    "CR\r\nLF\ttab\u0085nel\u2028ls",
    "don't don’t O'Neil",
    "state-of-the-art www.nytimes.com/section?a=1&b=2",
    "한국어 \u1112\u1161\u11AB",
    "Straße STRASSE ẞ",
    "Ǆ ǅ ǆ",
    "𝕳𝖊𝖑𝖑𝖔 𝟙𝟚",
    "\u212B \u00C5 A\u030A",
    "_snake_case_ %percent% a\\b",
    "",
    " ",
    "\n",
    "a",
    "\uFEFFbom",
    "ꙮ ʼn ŉ",
    "x\u0301\u0302\u0303",
    "\u0345α",
    "が\u0323",
    "ﾞ",
    "🄰🅱",
    "㍿ ㎏ ㏂",
    "‼ ⁇ …",
  ];
  test("for everything peculiar that is known", () => expectEqual(peculiar));

  const pools = [
    "abcXYZ 0189.,'-_/\r\n\t",
    "éÉñÑçßẞİıŉΣσςΆά",
    "\u0300\u0301\u0308\u0323\u0338\u0345\u093C\u0E31\u3099\u309A",
    "天気東京のガがｶﾞ々〆ー・",
    "สวัสดีที่ๆฯ",
    "مرحباﻻﷺ\u0640\u064B",
    "한국\u1112\u1161\u11AB",
    "½²³¹①⑳㍿™ﬁﬃǅ",
    "\u00AD\u200B\u200C\u200D\u200E\u202E\u2060\u2066\uFEFF",
    "ＡＢｃ１　！",
    "👩👧🇩❤\uFE0F🄰𝕳𝟙",
  ].map((pool) => [...pool]);
  const text = fc
    .array(
      fc.oneof(
        ...pools.map((pool) => fc.constantFrom(...pool)),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter((c) => c !== "\u0000"),
      ),
      { maxLength: 24 },
    )
    .map((units) => units.join(""));
  test("for strings made at random out of all of Unicode", { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(text, { minLength: 100, maxLength: 100 }), expectEqual), { numRuns: 40, endOnFailure: true });
  });

  test("for every single character there is", { timeout: 60_000 }, async () => {
    const characters = Array.from({ length: 0x10ffff }, (_, i) => i + 1).filter((c) => c < 0xd800 || c > 0xdfff);
    const framed = (some: readonly number[]) => some.map((c) => `a${String.fromCodePoint(c)}b`);
    const blocks: number[][] = [];
    for (let at = 0; at < characters.length; at += 2_000) blocks.push(characters.slice(at, at + 2_000));
    const theirs = await foldedByTheDatabase(blocks.map((block) => framed(block).join(" ")));
    const apart = blocks.filter((block, i) => ofWords(framed(block).join(" ")).join(" ") !== theirs[i]?.join(" "));
    await expectEqual(apart.flatMap(framed).filter((one) => !otherwise.some((newer) => newer.test(one))));
  });
});

test("each word says where it stands in the text as written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      let before = 0;
      for (const { word, start, end } of wordsOf(text)) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(start).toBeGreaterThanOrEqual(Math.min(before, start));
        expect(ofWords(text.slice(start, end))).toContain(word);
        before = end;
      }
    }),
  );
  expect(wordsOf("Say “Ｈello”, ½.").map(({ word, start, end }) => [word, start, end])).toEqual([
    ["say", 0, 3],
    ["hello", 5, 10],
    ["1", 13, 14],
    ["2", 13, 14],
  ]);
});

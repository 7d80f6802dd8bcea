import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { NormalisedConversation } from "@/domain/formats/schema";
import { wordsOf } from "@/domain/search/words";
import { demonstrationSeed, mainConversations, pairConversations, volumes } from "../scenarios";
import { articleOf } from "./articles";
import { conversationOf, generateConversations } from "./conversations";

const main = [...mainConversations()];
const texts = main.map(({ turns }) => turns.map(({ text }) => text).join("\n"));
const earliest = (dates: readonly (string | null | undefined)[]) =>
  dates.reduce<string>((first, date) => (date && date < first ? date : first), "9");
const share = (answers: (text: string, i: number) => boolean) => texts.filter(answers).length / texts.length;

describe("the generator", () => {
  test("the same seed gives the same bytes, on this machine and on every other", () => {
    const hash = createHash("sha256");
    for (const conversation of mainConversations()) hash.update(JSON.stringify(conversation));
    expect(hash.digest("hex")).toBe("a97870162c52dfc6ca58442e9b336b526fd749b25e48e0f013a8147a7f82b3bc");
  });

  test("another seed gives other conversations", () => {
    expect(conversationOf("another", 0)).not.toEqual(conversationOf(demonstrationSeed, 0));
  });

  test("a conversation depends on the seed and its number alone, so a stream can be made in pieces", () => {
    const whole = [...generateConversations({ seed: "s", count: 30 })];
    expect([...generateConversations({ seed: "s", count: 10, from: 20 })]).toEqual(whole.slice(20));
  });

  test("every conversation is what intake calls a conversation", () => {
    for (const conversation of [...main, ...pairConversations()])
      expect(NormalisedConversation.safeParse(conversation).error).toBeUndefined();
  });

  test("no two conversations have the same source id", () => {
    expect(new Set(main.map(({ sourceId }) => sourceId)).size).toBe(main.length);
  });

  test("it streams: nothing of 20,000 conversations is kept", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    let turns = 0;
    for (const conversation of generateConversations({ seed: "warm", count: 500 })) turns += conversation.turns.length;
    collect();
    const before = process.memoryUsage().heapUsed;
    for (const conversation of generateConversations({ seed: "long", count: 20_000 })) turns += conversation.turns.length;
    collect();
    expect(turns).toBeGreaterThan(40_000);
    expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(4);
  });
});

describe("the conversations look like the case", () => {
  test("they lie between December 2022 and November 2024, more of them later", () => {
    const months = main.map(({ startedAt }) => startedAt?.slice(0, 7) ?? "");
    expect(earliest(months)).toBe("2022-12");
    expect(months.every((month) => month <= "2024-11")).toBe(true);
    expect(new Set(months).size).toBe(24);
    expect(months.filter((month) => month >= "2023-12").length).toBeGreaterThan(months.length / 2);
  });

  test("no model is used before it existed", () => {
    const first = (model: string) => earliest(main.filter((one) => one.model === model).map(({ startedAt }) => startedAt));
    expect(new Set(main.map(({ model }) => model))).toEqual(new Set(["gpt-3.5-turbo", "gpt-4", "gpt-4-turbo", "gpt-4o", "gpt-4o-mini"]));
    expect(first("gpt-4") >= "2023-03-14").toBe(true);
    expect(first("gpt-4-turbo") >= "2023-11-06").toBe(true);
    expect(first("gpt-4o") >= "2024-05-13").toBe(true);
    expect(first("gpt-4o-mini") >= "2024-07-18").toBe(true);
  });

  test("ten languages, most of them English", () => {
    const count = (language: string) => main.filter((one) => one.language === language).length;
    expect(new Set(main.map(({ language }) => language))).toEqual(new Set(["en", "es", "fr", "de", "pt", "zh", "ja", "ar", "ru", "hi"]));
    expect(count("en")).toBeGreaterThan(main.length * 0.6);
    for (const language of ["es", "fr", "de", "pt", "zh", "ja", "ar", "ru", "hi"]) expect(count(language)).toBeGreaterThan(25);
  });

  test("half of them have four turns or fewer, a few have very many", () => {
    const turns = main.map((one) => one.turns.length).sort((a, b) => a - b);
    expect(turns[turns.length >> 1]).toBe(4);
    expect(turns[Math.floor(turns.length * 0.99)]).toBeGreaterThan(20);
  });

  test("code, tables, headings, placeholders of four styles, refusals, browsing and leaked personal data are among them", () => {
    const somewhere = [
      "```python",
      "```sql",
      "```ts",
      "```rust",
      "```java",
      "```bash",
      "```html",
      "|---|",
      "### ",
      "[PERSON_1]",
      "<PRESIDIO_ANONYMIZED_PERSON>",
      "NAME_1",
      "[EMAIL_1]",
      "[REDACTED]",
      "I can't reproduce copyrighted articles",
      "paywall",
      "sites*",
      "4111 1111 1111 1111",
      "555-01",
      ".example",
      "000-",
    ];
    for (const sign of somewhere) expect([sign, texts.filter((text) => text.includes(sign)).length >= 3]).toEqual([sign, true]);
  });

  test("personal data is of the kind that belongs to nobody: .example addresses, 555 numbers, never-issued numbers", () => {
    for (const text of texts) {
      for (const [address] of text.matchAll(/(?<![\w.])[\w.]+@[\w.-]+\.\w+/g)) expect(address).toMatch(/\.(example|invalid)$/);
      for (const [phone] of text.matchAll(/\(\d{3}\) \d{3}-\d{4}/g)) expect(phone).toContain(") 555-01");
      for (const [number] of text.matchAll(/\b\d{3}-\d{2}-\d{4}\b/g)) expect(number).toMatch(/^000-/);
    }
  });

  test("some outputs repeat passages of the invented articles word for word, some nearly so", () => {
    const outputs = main.flatMap(({ turns }) => turns.filter(({ role }) => role === "output").map(({ text }) => text)).join("\n");
    const passages = Array.from({ length: 60 }, (_none, n) => articleOf(demonstrationSeed, n).paragraphs.slice(0, 2)).flat();
    const verbatim = passages.filter((passage) => outputs.includes(passage)).length;
    const beginning = passages.filter((passage) => outputs.includes(passage.slice(0, 60))).length;
    expect(verbatim).toBeGreaterThan(20);
    expect(beginning).toBeGreaterThan(verbatim);
  });

  test("business users are outside the frame, and none is in the record", () => {
    for (const { frame } of Object.values(volumes)) expect(frame.exclusions.join()).toMatch(/enterprise.*education.*API/);
    expect(new Set([...main, ...pairConversations()].map(({ metadata }) => metadata?.plan))).toEqual(new Set(["free", "plus"]));
  });

  test("the second volume is pairs, nearly all of them single", () => {
    const turns = [...pairConversations()].map((one) => one.turns.length);
    expect(turns).toHaveLength(200);
    expect(turns.filter((count) => count === 2).length).toBeGreaterThan(170);
  });
});

describe("words come up as words do", () => {
  const counts = new Map<string, number>();
  beforeAll(() => {
    for (const text of texts)
      for (const word of new Set(wordsOf(text).map(({ word }) => word))) counts.set(word, (counts.get(word) ?? 0) + 1);
  });

  test.each([
    [0.3, 0.02],
    [0.1, 0.01],
    [0.01, 0.001],
  ])("some are in a share of %d of the conversations", (wanted, tolerance) => {
    const near = [...counts].filter(([word, count]) => /^[a-z]{4,}$/.test(word) && Math.abs(count / main.length - wanted) < tolerance);
    expect(near.length).toBeGreaterThan(0);
  });

  test("thousands are in one conversation only", () => {
    expect([...counts].filter(([word, count]) => count === 1 && /^[a-z]{4,}$/.test(word)).length).toBeGreaterThan(2000);
    expect(share((text) => text.includes("the"))).toBeGreaterThan(0.5);
  });
});

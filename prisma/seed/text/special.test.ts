import { expect, test } from "vitest";
import { bitsOf } from "@/domain/conversations/flags";
import { flagsOf } from "@/domain/intake/stage";
import { mainConversations, pairConversations, smallMatter } from "../scenarios";
import { specialConversations } from "./special";

const specials = specialConversations();
const everything = [...mainConversations(), ...pairConversations()];
const get = (key: string) => {
  const found = specials.find((special) => special.key === key);
  if (!found) throw new Error(`No special conversation ${key}.`);
  return found.conversation;
};

test.each(specials)("$what It is found by “$phrase” and nothing else is", ({ phrase, conversation }) => {
  const found = everything.filter(({ turns }) => turns.some(({ text }) => text.includes(phrase)));
  expect(found.map(({ sourceId }) => sourceId)).toEqual([conversation.sourceId]);
});

test("the long one has 5,000 turns, the large turn exactly 200 KB", () => {
  expect(get("five-thousand-turns").turns).toHaveLength(5000);
  expect(Buffer.byteLength(get("one-large-turn").turns[0]?.text ?? "")).toBe(200 * 1024);
});

test("hostile content tries every way to load, run or mislead", () => {
  const markup = get("hostile-markup").turns[1]?.text ?? "";
  for (const attempt of [
    "![a picture](https://",
    "<img ",
    "<script",
    "javascript:",
    "data:text/html",
    "url(",
    "<svg",
    "<iframe",
    "srcset",
    "onerror",
    "@import",
    "http-equiv",
  ])
    expect(markup).toContain(attempt);
  const characters = get("hostile-characters").turns[1]?.text ?? "";
  for (const code of [0x202e, 0x2067, 0x200b, 0x200f, 0xfeff, 0xe0069, 0x0000, 0x2028])
    expect([code, characters.includes(String.fromCodePoint(code))]).toEqual([code, true]);
  expect(characters.isWellFormed()).toBe(false);
  const shapes = get("hostile-shapes").turns[1]?.text ?? "";
  expect(shapes).toMatch(/\S{60000}/);
  expect(shapes).toMatch(/(> ){1000}/);
});

test("no hostile address could ever answer", () => {
  const text = get("hostile-markup")
    .turns.map((turn) => turn.text)
    .join("\n");
  for (const [address] of text.matchAll(/(?<=\/\/(?:[\w.]+@)?)(?<![\w.-])[\w.-]+\.[a-z]+(?=[/"])/g))
    expect(address).toMatch(/\.(invalid|example)$/);
});

test.each([
  ["begins-with-output", bitsOf(["roles_out_of_order"])],
  ["output-missing", bitsOf(["output_missing"])],
  ["same-role-twice", bitsOf(["roles_out_of_order"])],
  ["empty-turn", bitsOf(["empty_turn"])],
  ["branches", bitsOf(["has_branches"])],
])("%s carries its mark", (key, bit) => {
  expect(flagsOf(get(key), false) & bit).toBe(bit);
});

test("branches leave the path where it has turns", () => {
  for (const { branches, turns } of everything) for (const { after } of branches) expect(after).toBeLessThan(turns.length);
});

test("the small matter has sixty conversations with every special one", () => {
  const small = smallMatter();
  expect(small).toHaveLength(60);
  for (const { conversation } of specials) expect(small).toContainEqual(conversation);
});

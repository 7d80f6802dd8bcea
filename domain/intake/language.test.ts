import * as fc from "fast-check";
import { expect, test } from "vitest";
import { alikeness } from "./alike";
import { languageOf } from "./language";
import { addTally, emptyTally } from "./tally";
import { countWords } from "./words";

const of = (text: string) => languageOf([{ role: "prompt", text }]);

test("the language is told from a few sentences, and not guessed from less", () => {
  expect(of("Could you help me to write a letter to the owner of the flat, please?")).toBe("en");
  expect(of("Können Sie mir bitte helfen, einen Brief an die Vermieterin zu schreiben? Es ist nicht eilig.")).toBe("de");
  expect(of("Pouvez-vous m'aider à écrire une lettre pour la propriétaire de mon appartement, et vite ?")).toBe("fr");
  expect(of("高三后的迷茫，高考前的恐惧，能给我一些建议么？看到你的提问感觉你很焦虑。")).toBe("zh");
  expect(of("東京都の天気はどうですか。明日は雨が降りますか、教えてください。")).toBe("ja");
  expect(of("Не могли бы вы помочь мне написать письмо хозяйке квартиры, пожалуйста?")).toBe("ru");
  expect(of("12345 + 678 = ?")).toBeNull();
  expect(of("ok")).toBeNull();
});

test("words are counted alike by hand and by pattern", () => {
  const pattern =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{P}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
  for (const text of fc.sample(fc.string({ unit: "binary-ascii" }), 500)) {
    expect(countWords(text)).toBe(text.match(pattern)?.length ?? 0);
    expect(alikeness([{ role: "prompt", text }]).words).toBe(countWords(text));
  }
  expect(countWords("It's 東京, isn't it?")).toBe(7);
});

test("tallies add up, whatever a model is called", () => {
  const sum = emptyTally();
  for (const name of ["__proto__", "__proto__", "constructor"])
    addTally(sum, { ...emptyTally(), turns: 2, models: Object.fromEntries([[name, 1]]) });
  expect(sum.turns).toBe(6);
  expect(Object.entries(sum.models)).toEqual([
    ["__proto__", 2],
    ["constructor", 1],
  ]);
});

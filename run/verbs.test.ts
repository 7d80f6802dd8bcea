import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

// A directory listing of domain/ reads like the order: a file holds one verb, which takes the one who acts first.

const domain = path.resolve(import.meta.dirname, "../domain");
const files = readdirSync(domain, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
);
/** What every verb is made with, not verbs themselves. */
const tools = ["access/permit.ts", "audit/act.ts", "audit/show.ts"];

function verbsOf(file: string): string[] {
  const text = readFileSync(path.join(domain, file), "utf8");
  return [...text.matchAll(/^export (?:async )?function\*? (\w+)(?:<[^(]*>)?\(\s*(?:actor|_actor): Actor\b/gm)].map(
    ([, name = ""]) => name,
  );
}

test("no file of domain/ has two verbs", () => {
  const several = files.filter((file) => !tools.includes(file)).map((file) => [file, ...verbsOf(file)]);
  expect(several.filter(([, ...verbs]) => verbs.length > 1)).toEqual([]);
  expect(several.filter(([, ...verbs]) => verbs.length === 1).length).toBeGreaterThan(20);
});

test("a folder of domain/ has no folders in it", () => {
  expect(files.filter((file) => file.split(path.sep).length > 2)).toEqual([]);
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

// The house's budgets: a file one can read in one go, and no way around the types.

const root = path.resolve(import.meta.dirname, "..");
const files = execFileSync("git", ["ls-files", "*.ts", "*.tsx", "*.mjs", "*.cjs"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const sources = files.map((file) => ({
  file,
  text: readFileSync(path.join(root, file), "utf8"),
  isTest: /\.(test|spec)\.tsx?$/.test(file),
}));
const lengthOf = (text: string) => text.split("\n").length - 1;

/** The places of some kinds of node, as file:line. */
function places(...kinds: ts.SyntaxKind[]): string[] {
  return sources.flatMap(({ file, text }) => {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node) => {
      if (kinds.includes(node.kind)) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

test("no file is longer than 400 lines, and nineteen of twenty have at most 250", () => {
  expect(sources.filter(({ text }) => lengthOf(text) > 400).map(({ file }) => file)).toEqual([]);
  const lengths = sources.map(({ text }) => lengthOf(text)).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length * 0.95)]).toBeLessThanOrEqual(250);
});

test("no folder holds more than twenty files, tests aside", () => {
  const held = new Map<string, number>();
  for (const { file, isTest } of sources) if (!isTest) held.set(path.dirname(file), (held.get(path.dirname(file)) ?? 0) + 1);
  expect([...held].filter(([, count]) => count > 20)).toEqual([]);
});

test("nothing is typed any, and nothing is declared present by an exclamation mark", { timeout: 60_000 }, () => {
  expect(places(ts.SyntaxKind.AnyKeyword, ts.SyntaxKind.NonNullExpression)).toEqual([]);
});

test("nothing is hushed", () => {
  const hush = new RegExp(["@ts-(ignore|expect-error|nocheck)", "biome-ignore", "eslint-disable", "c8 ignore"].join("|"));
  expect(sources.filter(({ text, file }) => hush.test(text) && !file.endsWith("budget.test.ts")).map(({ file }) => file)).toEqual([]);
});

test("the environment is read in lib/env.ts and by what starts the programs, nowhere else", () => {
  const elsewhere = sources.filter(({ file, isTest }) => !isTest && !/^(lib\/env\.ts|(prisma|run|cli|e2e)\/.*|[^/]+)$/.test(file));
  expect(elsewhere.filter(({ text }) => /process\.env/.test(text)).map(({ file }) => file)).toEqual([]);
});

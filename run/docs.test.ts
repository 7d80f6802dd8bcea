import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

// What the documents and the comments say of the files of this house is held to be true.

const root = path.resolve(import.meta.dirname, "..");
const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");
const present = files.filter((file) => existsSync(path.join(root, file)));
const documents = present.filter((file) => file.endsWith(".md") && !file.startsWith("prisma/"));
const programs = present.filter((file) => /\.(tsx?|mjs|cjs|sql|prisma)$/.test(file));

const place = /(?<![\w@/.-])(?:app|cli|components|docs|domain|e2e|lib|prisma|run)\/[\w./-]*[\w/](?![*\w([])/g;
const isThere = (named: string) => existsSync(path.join(root, named)) || present.some((file) => file.startsWith(`${named}-`));

test.each(documents)("every file and folder that %s names is there", (file) => {
  const named = [...textOf(file).matchAll(place)].map(([found]) => found);
  const linked = [...textOf(file).matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, to = ""]) => path.join(path.dirname(file), to));
  expect([...named, ...linked].filter((one) => !isThere(one))).toEqual([]);
});

test("every file that a comment names is there", () => {
  const wrong = programs.flatMap((file) =>
    textOf(file)
      .split("\n")
      .flatMap((line) => /(?:^\s*(?:\*|--)|\/\/|\/\*\*)(.*)$/.exec(line)?.[1]?.match(place) ?? [])
      .filter((named) => !isThere(named))
      .map((named) => `${file}: ${named}`),
  );
  expect(wrong).toEqual([]);
});

test("every promise of the README names a test, and each named file holds tests", () => {
  const promises = textOf("README.md").match(/^\d\. .*$(?:\n(?!\d\.|\n).*$)*/gm) ?? [];
  expect(promises.length).toBeGreaterThan(5);
  for (const promise of promises) {
    const named = [...promise.matchAll(/`([\w/-]+\.(?:test|spec)\.tsx?)`/g)].map(([, file = ""]) => file);
    expect(named, promise).not.toEqual([]);
    for (const file of named) expect(textOf(file), file).toMatch(/^\s*test[.(]/m);
  }
});

test("the README is read in a few minutes", () => {
  expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(120);
});

test("every decision has its number once, its date and its four parts", () => {
  const decisions = documents.filter((file) => /^docs\/decisions\/(?!0000)/.test(file)).sort();
  for (const [n, file] of decisions.entries()) {
    expect(path.basename(file).slice(0, 4)).toBe(String(n + 1).padStart(4, "0"));
    expect(textOf(file)).toMatch(/^# \d{4} .+\n\n\d{4}-\d\d-\d\d · /);
    for (const part of ["Question", "Decision", "Why", "Cost"]) expect(textOf(file), file).toContain(`**${part}.**`);
  }
});

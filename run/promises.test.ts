import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

// docs/promises.md names a test for each promise; it is held to the files.

const root = path.resolve(import.meta.dirname, "..");
const page = readFileSync(path.join(root, "docs/promises.md"), "utf8");
const promises = page.match(/^\d+\. .*$(?:\n {3}.*$)*/gm) ?? [];
/** A file in backticks and the names in quotation marks that follow it. */
const kept = (promise: string) =>
  [...promise.matchAll(/`([\w./-]+\.tsx?)`((?:,?\s+“[^”]+”)*)/g)].map(([, file = "", names = ""]) => ({
    file,
    names: [...names.matchAll(/“([^”]+)”/g)].map(([, name = ""]) => name),
  }));

test("promises are numbered one after the other", () => {
  expect(promises.length).toBeGreaterThan(60);
  expect(promises.map((promise) => Number.parseInt(promise, 10))).toEqual(promises.map((_, n) => n + 1));
});

test.each(promises)("%s", (promise) => {
  expect(kept(promise)).not.toEqual([]);
  for (const { file, names } of kept(promise)) {
    expect(existsSync(path.join(root, file)), file).toBe(true);
    const text = readFileSync(path.join(root, file), "utf8");
    // A title stands where a string begins: after a bracket, or on a line of its own. A measurement or a fault is named somewhere in its file.
    const titles = /\.(test|spec)\.tsx?$/.test(file) ? text.match(/(?:^\s*|\(\s*)["`'].*$/gm) : [text];
    expect(names, file).not.toEqual([]);
    for (const name of names)
      expect(
        (titles ?? []).some((title) => title.includes(name)),
        `${file} has no test “${name}”`,
      ).toBe(true);
  }
});

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// A tree of planted violations beside the rules of the house: a rule that has fallen silent is found out here.

const root = path.resolve(import.meta.dirname, "..");
const cruiser = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const folders = ["app", "cli", "components", "domain", "e2e", "lib", "log", "prisma", "run"];

/** From a folder to what it must not import, by rule. */
const forbidden: Record<string, [from: string, to: string][]> = {
  "app-is-the-roof": [
    ["domain/holds", "app/page"],
    ["components", "app/page"],
    ["lib", "cli/verify"],
    ["prisma/seed", "run/serve"],
    ["cli", "app/page"],
    ["e2e", "app/page"],
  ],
  "rows-stay-home": [
    ["domain/coding", "domain/holds/data"],
    ["app/api", "domain/holds/data"],
    ["cli", "domain/holds/data"],
    ["prisma/seed", "domain/holds/data"],
    ["components", "domain/holds/data"],
  ],
  "only-domain-opens-the-database": [
    ["app/api", "lib/db"],
    ["app", "prisma/client/client"],
    ["cli", "lib/db"],
    ["components", "prisma/client/client"],
    ["run", "prisma/client/client"],
  ],
  "components-see-shapes": [
    ["components", "domain/holds/place"],
    ["components/ui", "domain/people/session"],
  ],
  "access-is-pure": [
    ["domain/access", "domain/holds/place"],
    ["domain/access", "lib/db"],
    ["domain/access", "prisma/open"],
  ],
  "audit-stands-on-access": [
    ["domain/audit", "domain/holds/place"],
    ["domain/audit", "domain/holds/schema"],
  ],
  "log-knows-no-verbs": [
    ["log", "domain/holds/place"],
    ["log", "prisma/open"],
    ["log", "components/button"],
  ],
  "lib-is-the-floor": [
    ["lib", "domain/holds/schema"],
    ["lib", "components/button"],
    ["lib", "domain/access/permissions"],
  ],
  "verifiers-share-the-format-alone": [
    ["cli/verify", "lib/errors"],
    ["cli/verify", "domain/audit/act"],
    ["cli/verify", "cli/frame"],
    ["cli/verify", "zod"],
  ],
  "domain-never-reads-the-request": [
    ["domain/holds", "next/headers"],
    ["domain/people", "next-auth"],
    ["domain/search", "react-dom"],
  ],
  "e2e-uses-the-front-door": [
    ["e2e", "domain/holds/place"],
    ["e2e", "lib/db"],
  ],
};

/** What looks alike and is allowed. */
const allowed: [from: string, to: string][] = [
  ["app/api", "domain/holds/place"],
  ["app", "components/button"],
  ["cli", "domain/holds/place"],
  ["run", "prisma/open"],
  ["components", "domain/holds/schema"],
  ["components", "domain/access/permissions"],
  ["domain/holds", "domain/holds/data"],
  ["domain/holds", "domain/audit/act"],
  ["domain/holds", "lib/db"],
  ["domain/audit", "domain/access/permissions"],
  ["domain/access", "lib/errors"],
  ["prisma/testing", "domain/people/session"],
  ["prisma/testing", "lib/db"],
  ["cli", "cli/verify/note"],
  ["cli/verify", "cli/verify/note"],
  ["e2e", "prisma/open"],
  ["e2e", "domain/holds/schema"],
];
const targets = [
  "app/page",
  "cli/frame",
  "cli/verify",
  "cli/verify/note",
  "components/button",
  "domain/access/permissions",
  "domain/audit/act",
  "domain/holds/data",
  "domain/holds/place",
  "domain/holds/schema",
  "domain/people/session",
  "lib/db",
  "lib/errors",
  "prisma/client/client",
  "prisma/open",
  "run/serve",
];

const ways: Record<string, (target: string) => string> = {
  static: (target) => `import { x } from "${target}";\nexport const y = x;\n`,
  type: (target) => `import type { X } from "${target}";\nexport type Y = X;\n`,
  dynamic: (target) => `export const y = () => import("${target}");\n`,
  reexport: (target) => `export * from "${target}";\n`,
};
const ours = (target: string) => folders.includes(target.split("/")[0] ?? "");

function spellings(from: string, target: string): Record<string, string> {
  if (!ours(target)) return { package: target };
  const relative = path.posix.relative(from, target);
  return { alias: `@/${target}`, relative: relative.startsWith(".") ? relative : `./${relative}` };
}

let tree: string;
let found: { rule: string; from: string }[];
const planted = new Map<string, string | null>();

function plant(rule: string | null, n: number, from: string, to: string) {
  for (const [spelling, target] of Object.entries(spellings(from, to)))
    for (const [way, write] of Object.entries(ways)) {
      const file = `${from}/${rule ?? "allowed"}-${n}-${spelling}-${way}.ts`;
      planted.set(file, rule);
      put(file, write(target));
    }
}

function put(file: string, text: string) {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
  writeFileSync(path.join(tree, file), text);
}

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), "import-rules-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json"]) copyFileSync(path.join(root, file), path.join(tree, file));
  symlinkSync(path.join(root, "node_modules"), path.join(tree, "node_modules"));
  put("package.json", '{ "type": "module" }');
  for (const target of targets) put(`${target}.ts`, "export const x = 1;\nexport type X = 1;\n");
  put("lib/round.ts", 'import type { X } from "./about";\nexport type Y = X;\n');
  put("lib/about.ts", 'import type { Y } from "@/lib/round";\nexport type X = 1 | Y;\n');
  for (const [rule, pairs] of Object.entries(forbidden)) for (const [n, [from, to]] of pairs.entries()) plant(rule, n, from, to);
  for (const [n, [from, to]] of allowed.entries()) plant(null, n, from, to);
  const { stdout, stderr } = spawnSync(process.execPath, [cruiser, "--output-type", "json", ...folders], {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (!stdout) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  found = summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}, 60_000);
afterAll(() => rmSync(tree, { recursive: true }));

describe.each(Object.keys(forbidden))("%s", (name) => {
  test("finds each way of breaking it", () => {
    const expected = [...planted].filter(([, rule]) => rule === name).map(([file]) => file);
    const caught = new Set(found.filter(({ rule }) => rule === name).map(({ from }) => from));
    expect(expected.filter((file) => !caught.has(file))).toEqual([]);
  });
});

test("no-cycles finds two files of types that need each other", () => {
  expect(found).toContainEqual({ rule: "no-cycles", from: "lib/about.ts" });
});

test("what is allowed is not found", () => {
  expect(found.filter(({ from }) => planted.get(from) === null)).toEqual([]);
});

test("each rule of the house is planted here", async () => {
  const { default: rules } = (await import("../.dependency-cruiser.cjs" as string)) as { default: { forbidden: { name: string }[] } };
  expect(new Set(rules.forbidden.map(({ name }) => name))).toEqual(new Set([...Object.keys(forbidden), "no-cycles"]));
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { actions } from "@/domain/access/permissions";
import { events, LogEvent, printEvents } from "./events";

const root = path.resolve(import.meta.dirname, "../..");
const sources = (folder: string, end: RegExp) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => end.test(file) && !file.endsWith(".test.ts") && !file.includes("client"))
    .map((file) => readFileSync(path.join(root, folder, file), "utf8"));

test("whatever may be done or written is described: every action of the policy, of the doors and of the database", () => {
  const written = [
    ...Object.keys(actions),
    ...sources("prisma/migrations", /\.sql$/).flatMap((sql) =>
      [...sql.matchAll(/audit\.append\([^;]*?'([a-z]+:[a-z-]+)'/g)].map(([, action]) => action),
    ),
    ...sources("domain", /\.ts$/).flatMap((text) =>
      [...text.matchAll(/\b(?:act|show|look)\(\s*actor,\s*"([a-z]+:[a-z-]+)"/g)].map(([, action]) => action),
    ),
    ...sources("prisma", /\.ts$/).flatMap((text) =>
      [...text.matchAll(/noteAtHost\([^)]*?"([a-z]+:[a-z-]+)"/g)].map(([, action]) => action),
    ),
  ];
  expect(new Set(written).size).toBeGreaterThan(40);
  expect([...new Set(written)].filter((action) => !Object.hasOwn(events, action ?? ""))).toEqual([]);
});

test("an action that is not described is no event, nor is one with a detail that is not", () => {
  const entry = { action: "conversation:view", outcome: "done", object: "conversation:T1-000000001", detail: { from: 1, to: 2 } };
  expect(LogEvent.safeParse(entry).success).toBe(true);
  expect(LogEvent.safeParse({ ...entry, action: "conversation:glance" }).success).toBe(false);
  expect(LogEvent.safeParse({ ...entry, detail: { from: 1, query: "größe" } }).success).toBe(false);
});

test("docs/log-events.md is what the events say of themselves", async () => {
  await expect(printEvents()).toMatchFileSnapshot(path.join(root, "docs/log-events.md"));
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";
import { measureSearch } from "./benchmark";

// The benchmark in small: not how long it takes, but that all its numbers agree with those of bare SQL and of FTS5.

let world: World;
let folder: string;
beforeAll(async () => {
  world = await newWorld();
  folder = await mkdtemp(path.join(tmpdir(), "reading-room-search-"));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

test("every count, page, step, facet and sample is what bare SQL and FTS5 find on the same text", { timeout: 120_000 }, async () => {
  const { admin, url, intakeUrl, matter } = world;
  const found = await measureSearch({ admin, adminUrl: url, intakeUrl, matter }, folder, 700, { rounds: 1, ms: 0, many: false });
  expect(found.unequal).toEqual([]);
  expect(found.figures.length).toBeGreaterThan(50);
});

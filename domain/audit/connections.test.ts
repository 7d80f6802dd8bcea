import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { db } from "@/lib/db";
import { newWorld, type World } from "@/prisma/testing/world";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(async () => {
  vi.useRealTimers();
  await world.close();
});

const backend = () => db().$queryRaw`SELECT pg_backend_pid() AS pid`;

test("a connection is kept while somebody reads a page, and ends when nobody comes for it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const first = await backend();
  vi.advanceTimersByTime(5 * 60_000);
  expect(await backend()).toEqual(first);
  vi.advanceTimersByTime(15 * 60_000);
  expect(await backend()).not.toEqual(first);
});

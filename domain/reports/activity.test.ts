import { afterAll, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { readActivity } from "./activity";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["one", "two"]), talk(["three", "four"])]);
});
afterAll(() => world.close());

test("the headline counts what each side opened and was shown, and nothing of what they asked", async () => {
  const expert = await world.actor("plaintiff expert");
  await searchConversations(expert, SearchConversations.parse({ q: "three" }));
  await viewConversation(expert, { id: "T1-000000001" });
  await viewConversation(expert, { id: "T1-000000099" }).catch(() => undefined);
  const monitor = await world.actor("monitor");
  const {
    rows: [now],
  } = await world.admin.query("SELECT now() AS at");
  const activity = await readActivity(monitor, { until: now.at.toISOString(), days: 7 });
  expect(activity.days).toHaveLength(7);
  expect(activity.days.at(-1)).toBe(now.at.toISOString().slice(0, 10));
  const plaintiff = activity.rows.filter(({ side }) => side === "plaintiff");
  const sum = (key: "opened" | "searched" | "shown" | "refused") => plaintiff.reduce((n, row) => n + row[key], 0);
  expect({ opened: sum("opened"), searched: sum("searched"), shown: sum("shown"), refused: sum("refused") }).toEqual({
    opened: 1,
    searched: 1,
    shown: 1,
    refused: 1,
  });
  expect(JSON.stringify(activity)).not.toContain("three");
});

test("nobody but the monitor reads it", async () => {
  for (const who of ["plaintiff expert", "defense counsel", "custodian", "operator"] as const)
    await expect(readActivity(await world.actor(who), { until: "2026-01-01T00:00:00Z" })).rejects.toMatchObject({ code: "refused" });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { undescribed } from "@/prisma/testing/entries";
import { newWorld, type World } from "@/prisma/testing/world";
import { act } from "./act";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
// What the last test wrote on purpose is taken for what it is: closing the world would name it too.
afterAll(() => expect(world.close()).rejects.toThrow("docs/log-events.md does not describe:\nhold:place (done)"));

const holds = async () => (await world.admin.query("SELECT FROM audit.entry WHERE action = 'hold:place'")).rowCount;

test("a detail that no reader was told of is not written, and what it is for is not done", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const work = async () => ({ result: null, object: "hold:1", detail: { scope: "matter", query: "zebras" } });
  await expect(act(counsel, "hold:place", {}, work)).rejects.toThrow('Unrecognized key: "query"');
  await expect(act(counsel, "hold:place", { detail: { scope: 7 } }, async () => ({ result: null }))).rejects.toThrow("scope:");
  expect(await holds()).toBe(0);
  await act(counsel, "hold:place", {}, async () => ({ result: null, object: "hold:1", detail: { scope: "matter" } }));
  expect(await holds()).toBe(1);
  expect(await undescribed(world.admin)).toEqual([]);
});

test("what a function of the database writes beside the description is found when its test ends", async () => {
  await world.admin.query(
    `SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid)), 'hold:place', NULL, 'done', NULL, '{"secret": 1}', NULL, NULL)`,
    [world.matter],
  );
  expect(await undescribed(world.admin)).toEqual(['hold:place (done): detail Unrecognized key: "secret"']);
});

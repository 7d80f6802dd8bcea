import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { listVolumes } from "./list";
import { readVolume } from "./read";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["one"]), talk(["two"])]);
  await world.admin.query("INSERT INTO record.volume (matter_id, name, control_prefix) VALUES ($1, 'Arriving', 'ARR')", [world.matter]);
});
afterAll(() => world.close());

test("a reader sees sealed volumes with their range of control numbers; what is still arriving is seen by the host alone", async () => {
  const { items } = await listVolumes(await world.actor("plaintiff expert"), {});
  expect(items).toMatchObject([
    { name: "Volume 1", state: "sealed", conversations: 2, firstControlNumber: "T1-000000001", lastControlNumber: "T1-000000002" },
  ]);
  const seen = await listVolumes(await world.actor("custodian"), {});
  expect(seen.items.map(({ name, state }) => [name, state])).toEqual([
    ["Volume 1", "sealed"],
    ["Arriving", "loading"],
  ]);
});

test("a volume is found by id or name, and what may not be seen is answered like what is not there", async () => {
  const expert = await world.actor("defense expert");
  const byName = await readVolume(expert, { id: "Volume 1" });
  expect(await readVolume(expert, { id: byName.id })).toEqual(byName);
  expect(byName.intakeReport).toMatchObject({ conversations: 2, turns: 2, outputsMissing: 2, rejected: 0 });
  for (const id of ["Arriving", "2", "nowhere", "999999999999"])
    await expect(readVolume(expert, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(listVolumes(await world.actor("operator"), {})).rejects.toMatchObject({ code: "refused" });
  await expect(listVolumes(await world.actor("plaintiff expert", { signed: true }), {})).resolves.toBeDefined();
});

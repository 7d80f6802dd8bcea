import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { freezeSet } from "@/domain/sets/freeze";
import { FreezeSet } from "@/domain/sets/schema";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { approveRelease } from "./approve-release";
import { listHolds } from "./list";
import { placeHold } from "./place";
import { requestRelease } from "./request-release";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote it?", "Nobody knows."])]);
});
afterAll(() => world.close());

const because = { reason: "Preservation order", authority: "ECF 551" };

test("a release takes two people of two sides, whoever placed the hold", async () => {
  const ours = await world.actor("plaintiff counsel");
  const theirs = await world.actor("defense counsel");
  const { id } = await placeHold(theirs, { scope: "volume", target: "Volume 1", ...because });
  await expect(approveRelease(theirs, { id })).rejects.toMatchObject({ code: "conflict" });
  await requestRelease(ours, { id, reason: "Settled." });
  await expect(requestRelease(theirs, { id, reason: "Settled." })).rejects.toMatchObject({ code: "conflict" });
  await expect(approveRelease(ours, { id })).rejects.toMatchObject({
    code: "refused",
    details: { rule: "two_sides" },
    message: expect.stringContaining("counsel for the defense or monitor for the court"),
  });
  expect((await listHolds(ours, { limit: 50 })).items.find((hold) => hold.id === id)?.state).toBe("release_requested");
  await approveRelease(await world.actor("monitor"), { id });
  expect((await listHolds(ours, { limit: 50 })).items.find((hold) => hold.id === id)).toMatchObject({
    state: "released",
    target: "Volume 1",
    placed: { by: "Daniel Reyes", side: "defense" },
    releaseRequested: { by: "Paul Okafor" },
    released: { side: "court" },
  });
  await expect(approveRelease(theirs, { id })).rejects.toMatchObject({ code: "conflict" });
});

test("each step of a hold is an entry, the refused approval too", async () => {
  const ours = await world.actor("plaintiff counsel");
  const { id } = await placeHold(ours, { scope: "matter", ...because });
  await requestRelease(ours, { id, reason: "Over." });
  await expect(approveRelease(ours, { id })).rejects.toMatchObject({ code: "refused" });
  await approveRelease(await world.actor("defense counsel"), { id });
  const { items } = await readLog(await world.actor("monitor"), { object: id, limit: 50 });
  expect(items.map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual([
    ["hold:approve-release", "done", null],
    ["hold:approve-release", "refused", "two_sides"],
    ["hold:request-release", "done", null],
    ["hold:place", "done", null],
  ]);
});

test("nobody but counsel and the monitor places or releases a hold", async () => {
  const { id } = await placeHold(await world.actor("monitor"), { scope: "conversation", target: "T1-000000001", ...because });
  for (const who of ["plaintiff expert", "custodian", "operator"] as const) {
    const actor = await world.actor(who);
    await expect(placeHold(actor, { scope: "matter", ...because })).rejects.toMatchObject({ code: "refused" });
    await expect(requestRelease(actor, { id, reason: "Please." })).rejects.toMatchObject({ code: "refused" });
    await expect(approveRelease(actor, { id })).rejects.toMatchObject({ code: "refused" });
  }
});

test("a hold on a set of one's own does not tell the others which; another side's set cannot be held", async () => {
  const ours = await world.actor("plaintiff counsel");
  const theirs = await world.actor("defense counsel");
  const { id: set } = await freezeSet(ours, FreezeSet.parse({ name: "Secret list" }));
  await expect(placeHold(theirs, { scope: "set", target: set, ...because })).rejects.toMatchObject({ code: "not_found" });
  const { id } = await placeHold(ours, { scope: "set", target: set, ...because });
  const { items } = await listHolds(theirs, { limit: 50, inForce: true });
  expect(items.find((hold) => hold.id === id)?.target).toBe("a reviewed set of the plaintiff");
  const log = await readLog(await world.actor("monitor"), { action: ["hold:place"], limit: 1 });
  expect(JSON.stringify([items, log])).not.toContain(set);
});

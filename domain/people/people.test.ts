import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { readRoster } from "./roster";
import { findActor } from "./session";
import { signUndertaking } from "./sign";
import { suspendPerson } from "./suspend";
import { readUndertaking } from "./undertaking";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote it?", "Nobody knows."])]);
});
afterAll(() => world.close());

test("an undertaking binds to the hash of the text that was shown, and signing again adds nothing", async () => {
  const expert = await world.actor("plaintiff expert", { signed: false });
  const shown = await readUndertaking(expert);
  expect(shown).toMatchObject({ version: 1, text: "Thou shalt not tell.", signed: false, signedAt: null });
  await expect(viewConversation(expert, { id: "T1-000000001" })).rejects.toMatchObject({
    code: "refused",
    details: { rule: "undertaking" },
  });
  await expect(signUndertaking(expert, { hash: "0".repeat(64), name: "Edith" })).rejects.toMatchObject({ code: "conflict" });
  const { id } = await signUndertaking(expert, { hash: shown.hash, name: "Edith  Marlow" });
  await expect(signUndertaking(expert, { hash: shown.hash, name: "Someone Else" })).resolves.toEqual({ id });
  expect(await readUndertaking(expert)).toMatchObject({ signed: true, signedName: "Edith  Marlow" });
  const signed = await findActor(expert.secret);
  expect(signed?.signed).toBe(true);
  const { items } = await readLog(expert, { limit: 200, action: ["undertaking:sign"] });
  expect(items.map(({ outcome }) => outcome)).toEqual(["done", "refused"]);
});

test("a suspended person's open sessions end at once, and the log keeps the reason", async () => {
  const custodian = await world.actor("custodian");
  const expert = await world.actor("defense expert");
  await viewConversation(expert, { id: "T1-000000001" });
  await suspendPerson(custodian, { id: expert.person, reason: "Left the firm." });
  expect(await findActor(expert.secret)).toBeNull();
  await expect(viewConversation(expert, { id: "T1-000000001" })).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(suspendPerson(custodian, { id: expert.person, reason: "Again." })).rejects.toMatchObject({ code: "conflict" });
  await expect(suspendPerson(custodian, { id: custodian.person, reason: "Myself." })).rejects.toMatchObject({ code: "refused" });
  const { rows } = await world.admin.query(
    "SELECT count(*)::int AS open FROM access.session s JOIN access.membership m ON m.id = s.membership_id WHERE m.person_id = $1 AND s.revoked_at IS NULL",
    [expert.person],
  );
  expect(rows).toEqual([{ open: 0 }]);
  const { items } = await readLog(await world.actor("monitor"), {
    object: `person:${expert.person}`,
    action: ["people:manage"],
    limit: 10,
  });
  expect(items.map(({ outcome, detail }) => [outcome, detail.reason])).toEqual([
    ["refused", "Again."],
    ["done", "Left the firm."],
  ]);
});

test("the roster shows every member to the monitor and the custodian, and to nobody else", async () => {
  const { items } = await readRoster(await world.actor("monitor"));
  expect(items).toHaveLength(7);
  expect(items.find(({ email }) => email === "custodian@host.example")).toMatchObject({ side: "host", role: "custodian", endedAt: null });
  await readRoster(await world.actor("custodian"));
  for (const who of ["plaintiff expert", "plaintiff counsel", "operator"] as const)
    await expect(readRoster(await world.actor(who))).rejects.toMatchObject({ code: "refused" });
});

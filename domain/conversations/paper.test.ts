import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { approveRelease } from "@/domain/holds/approve-release";
import { placeHold } from "@/domain/holds/place";
import { requestRelease } from "@/domain/holds/request-release";
import { freezeSet } from "@/domain/sets/freeze";
import { FreezeSet } from "@/domain/sets/schema";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { copyConversation } from "./copy";
import { printConversation } from "./print";
import { PrintConversation } from "./schema";
import { viewConversation } from "./view";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did.", "Are you sure?", "Quite."]), talk(["A quagga", "Extinct."])]);
  await world.volume([talk(["one", "two", "three", "four"])], { disclosure: "pair" });
  await world.volume([talk(["one", "two"])], { tier: 3 });
});
afterAll(() => world.close());

const asked = { id: "T1-000000001", from: 2, to: 3, reason: "Exhibit 4" };
const because = { reason: "Preservation order", authority: "ECF 551" };
const last = async (action: string) => (await readLog(await world.actor("monitor"), { action: [action], limit: 1 })).items[0];

test("what is printed is in the log with its reason before it is read, and the sheet knows entry and time", async () => {
  const sheet = await printConversation(await world.actor("plaintiff counsel"), asked);
  expect(sheet.items.map(({ turn, text }) => [turn, text])).toEqual([
    [2, "Nobody did."],
    [3, "Are you sure?"],
  ]);
  const entry = await last("conversation:print");
  expect(entry).toMatchObject({
    id: sheet.entry,
    object: "conversation:T1-000000001",
    outcome: "done",
    detail: { from: 2, to: 3, characters: 24, reason: "Exhibit 4" },
  });
  expect(new Date(entry?.at ?? "").getTime()).toBe(new Date(sheet.at).getTime());
});

test("whoever may take nothing out prints nothing, and the attempt is in the log", async () => {
  for (const who of ["plaintiff expert", "defense expert", "monitor", "custodian", "operator"] as const) {
    await expect(printConversation(await world.actor(who), asked), who).rejects.toMatchObject({
      code: "refused",
      details: { rule: "role" },
    });
    expect(await last("conversation:print")).toMatchObject({ outcome: "refused", reason: "role" });
  }
});

test("a hold on the matter, the volume, the conversation or a set of either side stops the printer of both sides", async () => {
  const plaintiff = await world.actor("plaintiff counsel");
  const defense = await world.actor("defense counsel");
  const { id: set } = await freezeSet(defense, FreezeSet.parse({ name: "Theirs", query: "sure" }));
  for (const target of [
    { scope: "matter" },
    { scope: "volume", target: "Volume 1" },
    { scope: "conversation", target: "T1-000000001" },
    { scope: "set", target: set },
  ] as const) {
    const { id: hold } = await placeHold(defense, { ...target, ...because });
    for (const actor of [plaintiff, defense]) {
      const held = { code: "held", details: { holds: [{ id: hold, scope: target.scope, authority: "ECF 551" }] } };
      await expect(printConversation(actor, asked), target.scope).rejects.toMatchObject(held);
      expect(await last("conversation:print")).toMatchObject({ outcome: "refused", reason: "held", detail: { holds: [hold] } });
    }
    // What the set holds is its side's own to know: for the other side the hold covers the whole volume.
    const beside = { ...asked, id: "T1-000000002", from: 1, to: 1 };
    if (target.scope === "conversation" || target.scope === "set") await printConversation(defense, beside);
    if (target.scope === "conversation") await printConversation(plaintiff, beside);
    if (target.scope === "set") await expect(printConversation(plaintiff, beside)).rejects.toMatchObject({ code: "held" });
    await requestRelease(plaintiff, { id: hold, reason: "Over." });
    await approveRelease(await world.actor("monitor"), { id: hold });
  }
  await printConversation(plaintiff, asked);
});

test("printing waits for a hold that is just being placed, and yields to it", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const placing = await connect(world.appUrl);
  await placing.query("BEGIN");
  await placing.query("SELECT api.begin($1, false)", [counsel.secret]);
  const placed = await placing.query("SELECT api.place_hold('matter', NULL, 'r', 'a') AS made");
  await placing.query("SELECT api.record('hold:place', NULL, 'done', NULL, NULL, NULL, NULL)");
  let settled = false;
  const printed = printConversation(counsel, asked).finally(() => (settled = true));
  const refused = expect(printed).rejects.toMatchObject({ code: "held" });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(settled).toBe(false);
  await placing.query("COMMIT");
  await refused;
  await placing.end();
  await requestRelease(counsel, { id: placed.rows[0].made.id, reason: "Over." });
  await approveRelease(await world.actor("monitor"), { id: placed.rows[0].made.id });
});

test("what is above one's tier or nowhere is not there for the printer either", async () => {
  const counsel = await world.actor("plaintiff counsel");
  for (const id of ["T3-000000001", "T1-000000099", "NOSUCH-000000001", "x"])
    await expect(printConversation(counsel, { ...asked, id }), id).rejects.toMatchObject({ code: "not_found" });
});

test("no sheet without a reason, by any door, and none of more turns than one entry opens", async () => {
  const counsel = await world.actor("plaintiff counsel");
  expect(PrintConversation.safeParse({ ...asked, reason: "  x " }).success).toBe(false);
  const app = await connect(world.appUrl);
  await expect(app.query("SELECT api.open_print($1, 'T1-000000001', 1, 2, ' ', NULL)", [counsel.secret])).rejects.toMatchObject({
    code: "22023",
  });
  const { rows } = await app.query("SELECT api.open_print($1, 'T1-000000001', -5, 2147483647, 'All of it', NULL) AS opened", [
    counsel.secret,
  ]);
  expect(rows[0].opened).toMatchObject({ outcome: "done", from: 1, to: 4 });
  await app.end();
});

test("an entry of printing is written by its door alone: nobody makes a ticket of it by recording one", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const app = await connect(world.appUrl);
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, false)", [counsel.secret]);
  const forged = app.query(
    `SELECT api.record('conversation:print', 'conversation:T1-000000001', 'done', NULL, '{"from": 1, "to": 4}', NULL, NULL)`,
  );
  await expect(forged).rejects.toMatchObject({ code: "42501" });
  await app.query("ROLLBACK");
  await app.end();
});

test("a copy is on record with its length alone, and a look knows when it was", async () => {
  const expert = await world.actor("defense expert");
  expect(await copyConversation(expert, { id: "T1-000000001", characters: 120 })).toEqual({ left: expert.order.settings.copyCap - 120 });
  expect(await last("conversation:copy")).toMatchObject({
    object: "conversation:T1-000000001",
    outcome: "done",
    detail: { characters: 120, advisory: true },
  });
  await expect(copyConversation(expert, { id: "T1-000000099", characters: 1 })).rejects.toMatchObject({ code: "not_found" });
  const { entry, at } = await viewConversation(expert, { id: "T1-000000001" });
  const { rows } = await world.admin.query("SELECT at FROM audit.entry WHERE id = $1", [entry]);
  expect(new Date(at)).toEqual(rows[0].at);
});

test("more than the order lets one person copy in a day is refused, on record, and counts for that person alone", async () => {
  const under = (actor: Actor): Actor => ({
    ...actor,
    order: { ...actor.order, settings: { ...actor.order.settings, copyCap: 1_000 } },
  });
  const expert = under(await world.actor("plaintiff expert"));
  const copy = (characters: number) => copyConversation(expert, { id: "T1-000000001", characters });
  expect(await copy(600)).toEqual({ left: 400 });
  await expect(copy(401)).rejects.toMatchObject({ code: "limited", details: { rule: "copy_cap", left: 400 } });
  expect(await last("conversation:copy")).toMatchObject({ outcome: "refused", reason: "copy_cap", detail: { characters: 401 } });
  expect(await copy(400)).toEqual({ left: 0 });
  await expect(copy(1)).rejects.toMatchObject({ message: expect.stringContaining("used up") });
  expect(await copyConversation(under(await world.actor("plaintiff counsel")), { id: "T1-000000001", characters: 1_000 })).toEqual({
    left: 0,
  });
});

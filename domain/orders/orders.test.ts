import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { findActor } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { readUndertaking } from "@/domain/people/undertaking";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { draftOrder } from "./draft";
import { listOrders } from "./list";
import { putInForce } from "./put-in-force";
import { readOrder } from "./read";
import { readDrafts } from "./read-draft";
import { refuseDraft } from "./refuse-draft";
import { DraftOrder, OrderSettings } from "./schema";
import { withdrawDraft } from "./withdraw-draft";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote it?", "Nobody knows."])]);
});
afterAll(() => world.close());

const reason = "Stipulation of 3 June, Dkt. 301";
async function next(change: Partial<DraftOrder> = {}): Promise<DraftOrder> {
  const [newest] = (await listOrders(await world.actor("custodian"))).items;
  const { version, title, text, settings } = await readOrder(await world.actor("custodian"), { version: newest?.version ?? 0 });
  return DraftOrder.parse({ base: version, title, text, settings, reason, ...change });
}
const hashOf = async () => (await readDrafts(await world.actor("monitor"))).items[0]?.hash ?? "";
async function amend(change: Partial<DraftOrder>) {
  const { id } = await draftOrder(await world.actor("custodian"), await next(change));
  return putInForce(await world.actor("monitor"), { id, hash: await hashOf(), reason: "Read and found right." });
}
const again = async (actor: Actor) => {
  const found = await findActor(actor.secret);
  if (!found) throw new Error("signed out");
  return found;
};
const settings = (more: object) => OrderSettings.parse({ mfa: false, ...more });

test("the database's defaults are those of the schema", async () => {
  const { rows } = await world.admin.query(
    "SELECT access.default_settings() AS defaults, access.setting('{\"idleMinutes\": 7}', 'idleMinutes') AS own",
  );
  expect(rows[0].defaults).toEqual(OrderSettings.parse({}));
  expect(rows[0].own).toBe(7);
});

test("what a custodian drafts changes nothing until the court's monitor puts it in force, and then holds on the next request", async () => {
  const expert = await world.actor("plaintiff expert");
  const { id } = await draftOrder(await world.actor("custodian"), await next({ settings: settings({ idleMinutes: 10 }) }));
  expect((await findActor(expert.secret))?.order).toMatchObject({ version: 1, settings: { idleMinutes: 30 } });
  expect((await readDrafts(await world.actor("monitor"))).items).toMatchObject([
    { id, base: { version: 1, settings: { idleMinutes: 30 } }, settings: { idleMinutes: 10 } },
  ]);
  expect((await readDrafts(expert)).items).toEqual([]);
  await putInForce(await world.actor("monitor"), { id, hash: await hashOf(), reason: "As stipulated." });
  expect(await findActor(expert.secret)).toMatchObject({ signed: true, order: { version: 2, settings: { idleMinutes: 10 } } });
  const { items } = await readLog(await world.actor("monitor"), { action: ["order:amend"], limit: 5 });
  expect(items).toMatchObject([
    {
      object: "order:2",
      outcome: "done",
      detail: { draft: id, version: 2, bindsFrom: 1, settings: { idleMinutes: 10 }, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
  ]);
  expect((await readDrafts(await world.actor("custodian"))).items).toEqual([]);
});

test("a new text is signed again, new numbers alone are not, unless the order says so", async () => {
  const expert = await world.actor("plaintiff expert");
  const text = "Thou shalt not tell. Nor hint.";
  const { version } = await amend({ text });
  const unsigned = await again(expert);
  expect(unsigned).toMatchObject({ signed: false, order: { version } });
  await expect(viewConversation(unsigned, { id: "T1-000000001" })).rejects.toMatchObject({ details: { rule: "undertaking" } });
  const shown = await readUndertaking(unsigned);
  expect(shown).toMatchObject({
    text,
    signed: false,
    reason,
    earlier: { order: { text: "Thou shalt not tell." }, signedName: "Edith Marlow" },
  });
  await signUndertaking(unsigned, { hash: shown.hash, name: "Edith Marlow" });
  expect(await findActor(expert.secret)).toMatchObject({ signed: true });

  await amend({ settings: settings({ idleMinutes: 20 }) });
  expect(await findActor(expert.secret)).toMatchObject({ signed: true, order: { version: version + 1 } });
  expect(await readUndertaking(await again(expert))).toMatchObject({
    signed: true,
    signedName: "Edith Marlow",
    earlier: { order: { version: shown.version } },
  });

  await amend({ settings: settings({ idleMinutes: 25 }), signAgain: true });
  expect(await again(expert)).toMatchObject({ signed: false });
  await signUndertaking(await again(expert), { hash: shown.hash, name: "Edith Marlow" });
  expect(await readUndertaking(await again(expert))).toMatchObject({ signed: true, version: version + 2 });
});

test("a text that was signed once and comes back after another is signed anew", async () => {
  await amend({ text: "Something else entirely." });
  await amend({ text: "Thou shalt not tell. Nor hint." });
  const { secret } = await world.actor("plaintiff expert", { signed: false });
  expect(await findActor(secret)).toMatchObject({ signed: false });
});

test("a version that comes into force later leaves the present one alone until then", async () => {
  const before = (await findActor((await world.actor("monitor")).secret))?.order.version;
  const { version } = await amend({ settings: settings({ idleMinutes: 29 }), inForceFrom: "2999-01-01T00:00:00Z" });
  expect((await findActor((await world.actor("monitor")).secret))?.order.version).toBe(before);
  expect((await listOrders(await world.actor("operator"))).items).toMatchObject([
    { version, state: "to_come" },
    { version: before, state: "in_force" },
    ...Array.from({ length: (before ?? 0) - 1 }, () => ({ state: "past" })),
  ]);
  await amend({ settings: settings({ idleMinutes: 28 }), inForceFrom: "1999-01-01T00:00:00Z" });
  const [newest] = (await listOrders(await world.actor("operator"))).items;
  expect(Date.parse(newest?.inForceFrom ?? "")).toBeGreaterThan(Date.now() - 60_000);
});

test("one draft waits at a time; what is stale, empty of change, decided or another text is refused and in the log", async () => {
  const [custodian, monitor] = [await world.actor("custodian"), await world.actor("monitor")];
  const draft = await next({ settings: settings({ idleMinutes: 11 }) });
  await expect(draftOrder(custodian, { ...draft, base: draft.base - 1 })).rejects.toMatchObject({ details: { rule: "stale" } });
  await expect(draftOrder(custodian, await next())).rejects.toMatchObject({ details: { rule: "same" } });
  await expect(draftOrder(custodian, { ...draft, settings: settings({ tiers: ["ONE"] }) })).rejects.toMatchObject({
    details: { rule: "tiers" },
  });
  const { id } = await draftOrder(custodian, draft);
  await expect(draftOrder(custodian, draft)).rejects.toMatchObject({ details: { rule: "waiting" } });
  await expect(putInForce(monitor, { id, hash: "0".repeat(64), reason })).rejects.toMatchObject({ details: { rule: "order_changed" } });
  expect((await readDrafts(monitor)).items).toHaveLength(1);
  await refuseDraft(monitor, { id, reason: "Not what the court ordered." });
  await expect(withdrawDraft(custodian, { id, reason: "Too late." })).rejects.toMatchObject({ details: { rule: "decided" } });
  const { id: other } = await draftOrder(custodian, draft);
  await withdrawDraft(custodian, { id: other, reason: "A slip." });
  const { items } = await readLog(monitor, { action: ["order:draft", "order:amend"], limit: 9 });
  expect(items.map(({ outcome, reason: why, detail }) => why ?? detail.decision ?? outcome)).toEqual([
    "withdrawn",
    "done",
    "decided",
    "refused",
    "order_changed",
    "waiting",
    "done",
    "tiers",
    "same",
  ]);
});

test("nobody drafts but the custodian, nobody puts in force but the monitor, whatever door they try", async () => {
  const app = await connect(world.appUrl);
  const draft = await next({ settings: settings({ idleMinutes: 12 }) });
  for (const who of ["plaintiff counsel", "defense expert", "monitor", "operator"] as const) {
    const actor = await world.actor(who);
    await expect(draftOrder(actor, draft)).rejects.toMatchObject({ details: { rule: "role" } });
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [actor.secret]);
    await expect(app.query("SELECT api.draft_order($1, 'T', 'B', '{}', 'why', NULL, false)", [draft.base])).rejects.toThrow(
      "not permitted",
    );
    await app.query("ROLLBACK");
  }
  const { id } = await draftOrder(await world.actor("custodian"), draft);
  for (const who of ["plaintiff counsel", "custodian", "operator"] as const) {
    const actor = await world.actor(who);
    await expect(putInForce(actor, { id, hash: await hashOf(), reason })).rejects.toMatchObject({ details: { rule: "role" } });
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [actor.secret]);
    await expect(app.query("SELECT api.decide_order($1, 'in_force', 'why')", [id])).rejects.toThrow("not permitted");
    await app.query("ROLLBACK");
  }
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [(await world.actor("monitor")).secret]);
  await app.query("SELECT api.decide_order($1, 'in_force', 'why')", [id]);
  await expect(app.query("COMMIT")).rejects.toThrow("a change without its audit entry");
  await app.end();
  await withdrawDraft(await world.actor("custodian"), { id, reason: "Done with it." });
});

test("a version is never edited, not by the owner, and its hashes are of what stands beside them", async () => {
  for (const edit of [
    "UPDATE access.protective_order SET settings = '{}'",
    "UPDATE access.protective_order SET title = 'x'",
    "TRUNCATE access.protective_order CASCADE",
  ]) {
    await expect(world.admin.query(`BEGIN; SET LOCAL ROLE rr_owner; ${edit}`)).rejects.toThrow("an order is never edited");
    await world.admin.query("ROLLBACK");
  }
  const { rows } = await world.admin.query(
    "SELECT bool_and(sha256 = sha256(convert_to(body, 'UTF8')) AND settings_sha256 = sha256(convert_to(settings::text, 'UTF8'))) AS whole FROM access.protective_order",
  );
  expect(rows).toEqual([{ whole: true }]);
  await expect(
    world.admin.query(`INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from, binds_from)
      SELECT matter_id, 99, title, 'Another text.', settings, clock_timestamp(), 1 FROM access.protective_order WHERE version = 1 RETURNING binds_from`),
  ).resolves.toMatchObject({ rows: [{ binds_from: 99 }] });
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { chooseMatter } from "@/domain/matters/choose";
import { listMatters } from "@/domain/matters/list";
import { endSessions } from "@/domain/people/end-sessions";
import { removePerson } from "@/domain/people/remove";
import { resetPerson } from "@/domain/people/reset";
import { findActor, hashPassword, signIn } from "@/domain/people/session";
import { suspendPerson } from "@/domain/people/suspend";
import { askProduction } from "@/domain/productions/ask";
import { newWorld, type World } from "@/prisma/testing/world";
import { makeTokenAtHost } from "@/prisma/token";
import { endOthers } from "./end-others";
import { endSession } from "./end-session";
import { makeToken } from "./make-token";
import { readFactors } from "./read-factors";
import { MakeToken } from "./schema";
import { listSessions } from "./sessions";

const email = "counsel@plaintiff.example";
const password = "four words of one's own";
let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.admin.query("UPDATE access.person SET password_hash = $1", [await hashPassword(password)]);
  await world.actor("plaintiff counsel"); // signs
});
beforeEach(() =>
  world.admin.query("DELETE FROM access.guess; UPDATE access.session SET revoked_at = clock_timestamp() WHERE revoked_at IS NULL"),
);
afterAll(() => world.close());

const at = (mark: string, agent = "Firefox on Linux", address: string | null = null) => ({ mark: mark.repeat(43), agent, address });
async function who(secret: string | null): Promise<Actor> {
  const actor = await findActor(secret ?? "");
  if (!actor) throw new Error("Nobody.");
  return actor;
}
const setting = (more: object) =>
  world.admin.query(
    `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
     SELECT matter_id, version + 1, title, body || '.', settings || $1, clock_timestamp() FROM access.protective_order WHERE matter_id = $2 ORDER BY version DESC LIMIT 1`,
    [JSON.stringify(more), world.matter],
  );

test("the list says where one is signed in, by what, since when, and which of them is this one", async () => {
  const here = await who(await signIn(email, password, at("a", "Firefox on Linux", "203.0.113.7")));
  await signIn(email, password, at("b", "Safari on iOS"));
  await makeToken(here, MakeToken.parse({ name: "nightly" }));
  const { items } = await listSessions(here);
  expect(items[0]).toMatchObject({ kind: "browser", device: "Firefox on Linux", address: "203.0.113.7", here: true, factor: "password" });
  expect(items.map(({ kind, device, label, here: own }) => [kind, device ?? label, own])).toEqual(
    expect.arrayContaining([
      ["browser", "Safari on iOS", false],
      ["token", "nightly", false],
    ]),
  );
  const { items: theirs } = await listSessions(await world.actor("defense counsel"));
  expect(
    theirs.every(({ here: own }) => own),
    "nobody sees another's",
  ).toBe(true);
});

test("one's own are ended one by one or all at once, tokens only if asked; another's never", async () => {
  const [here, there] = [await who(await signIn(email, password, at("a"))), await who(await signIn(email, password, at("b")))];
  const { id, token } = await makeToken(here, MakeToken.parse({ name: "script" }));
  const theirs = await world.actor("defense counsel");
  await expect(endSession(theirs, { id: here.session })).rejects.toMatchObject({ code: "not_found" });
  await endSession(here, { id: there.session });
  expect(await findActor(there.secret)).toBeNull();
  await expect(endSession(here, { id: there.session })).rejects.toMatchObject({ code: "not_found" });
  await signIn(email, password, at("c"));
  expect(await endOthers(here, { tokens: false })).toEqual({ ended: 1 });
  expect(await findActor(token)).not.toBeNull();
  await expect(endSession(await who(token), { id: here.session }), "a token ends nothing").rejects.toMatchObject({ code: "not_found" });
  await endSession(here, { id });
  expect(await findActor(token)).toBeNull();
  expect(await findActor(here.secret)).not.toBeNull();
  expect(await findActor(theirs.secret)).not.toBeNull();
});

test("a browser that is new to its person is marked in the log, by a mark of its own and nothing else", async () => {
  const mark = "z";
  for (const one of [at(mark), at(mark), at("y")]) await signIn(email, password, one);
  const { rows } = await world.admin.query(
    "SELECT detail->'newDevice' AS fresh, detail->>'device' AS device FROM audit.entry WHERE action = 'session:open' AND outcome = 'done' ORDER BY id DESC LIMIT 3",
  );
  expect(rows.map(({ fresh }) => fresh).reverse()).toEqual([true, false, true]);
  expect(rows[1].device).toBe(rows[2].device);
  const { rows: kept } = await world.admin.query("SELECT d::text AS d FROM access.device d");
  expect(JSON.stringify(kept)).not.toContain(mark.repeat(43));
});

test("what a custodian ends is over at the next request: sessions, access to the matter, factors; each with its reason in the log", async () => {
  const custodian = await world.actor("custodian");
  const fresh = async () => who(await signIn(email, password, at("a")));
  const { person } = await fresh();
  const reason = "Asked for by their firm.";

  const one = await fresh();
  const { token } = await makeToken(one, MakeToken.parse({ name: "script" }));
  await endSessions(custodian, { id: person, reason });
  for (const secret of [one.secret, token]) expect(await findActor(secret)).toBeNull();

  const two = await fresh();
  const { password: first } = await resetPerson(custodian, { id: person, reason, password: true });
  expect(await findActor(two.secret)).toBeNull();
  expect(await signIn(email, password, at("a"))).toBeNull();
  const three = await who(await signIn(email, first ?? "", at("a")));
  expect(await readFactors(three)).toMatchObject({ firstPassword: true });

  await removePerson(custodian, { id: person, reason });
  expect(await findActor(three.secret)).toBeNull();
  expect(await signIn(email, first ?? "", at("a"))).toBeNull();
  await expect(removePerson(custodian, { id: person, reason })).rejects.toMatchObject({ code: "not_found" });
  for (const verb of [
    removePerson,
    suspendPerson,
    (a: Actor, b: { id: string; reason: string }) => resetPerson(a, { ...b, password: false }),
  ])
    await expect(verb(custodian, { id: custodian.person, reason })).rejects.toMatchObject({ details: { rule: "self" } });

  const { items } = await readLog(await world.actor("monitor"), { object: `person:${person}`, limit: 10 });
  expect(
    items
      .filter(({ action, outcome }) => outcome === "done" && action !== "people:add")
      .map(({ action, detail }) => [action, detail.reason]),
  ).toEqual([
    ["people:remove", reason],
    ["people:reset", reason],
    ["people:end-sessions", reason],
  ]);
  await world.admin.query("UPDATE access.membership SET ended_at = NULL");
  await world.admin.query("UPDATE access.person SET password_hash = $1, first_password = false", [await hashPassword(password)]);
});

test("somebody of several matters chooses one; the session before ends, and each log has its own part", async () => {
  const { rows } = await world.admin.query("INSERT INTO access.matter (slug, caption) VALUES ('other', 'In re Other') RETURNING id");
  const other = rows[0].id;
  await world.admin.query(
    `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
     SELECT $1, 1, title, body, settings || '{"mfa": true}', clock_timestamp() FROM access.protective_order WHERE matter_id = $2 AND version = 1`,
    [other, world.matter],
  );
  await world.admin.query(
    "INSERT INTO access.membership (person_id, matter_id, side, role, tier) SELECT id, $1, 'plaintiff', 'expert', 1 FROM access.person WHERE email = $2",
    [other, email],
  );
  const first = await who(await signIn(email, password, at("a")));
  expect(first).toMatchObject({ choose: true, matters: 2, confirmed: true });
  expect((await listMatters(first)).items).toMatchObject([
    { caption: "In re Test", here: true },
    { caption: "In re Other", role: "expert" },
  ]);
  expect(await chooseMatter(first, { matter: world.matter })).toMatchObject({ secret: null });
  expect(await who(first.secret)).toMatchObject({ choose: false });
  const { secret } = await chooseMatter(first, { matter: other });
  expect(await findActor(first.secret)).toBeNull();
  expect(await who(secret), "the other order asks for a factor").toMatchObject({
    caption: "In re Other",
    role: "expert",
    confirmed: false,
  });
  await expect(chooseMatter(await who(secret), { matter: "00000000-0000-4000-8000-000000000000" })).rejects.toMatchObject({
    code: "not_found",
  });
  const { rows: log } = await world.admin.query("SELECT action, matter_id = $1 AS there FROM audit.entry ORDER BY id DESC LIMIT 2", [
    other,
  ]);
  expect(log).toEqual([
    { action: "session:open", there: true },
    { action: "session:close", there: false },
  ]);
  await world.admin.query("UPDATE access.membership SET ended_at = clock_timestamp() WHERE matter_id = $1", [other]);
});

test("where a factor is asked for, a token grants and releases nothing, and exports only if it was made to", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const plain = await makeToken(counsel, MakeToken.parse({ name: "plain" }));
  const exporting = await makeToken(counsel, MakeToken.parse({ name: "nightly export", exports: true, days: 30 }));
  expect(await who(plain.token), "the demonstration asks for none").toMatchObject({ fresh: "all" });
  await setting({ mfa: true });
  await world.actor("plaintiff counsel"); // signs the new version
  expect(await who(plain.token)).toMatchObject({ confirmed: true, fresh: "none" });
  const scripted = await who(exporting.token);
  expect(scripted).toMatchObject({ fresh: "export" });
  await expect(makeToken(scripted, MakeToken.parse({ name: "more" }))).rejects.toMatchObject({ details: { rule: "step_up" } });
  const asked = { setId: "00000000-0000-4000-8000-000000000000", name: "X", formats: ["jsonl" as const], reason: "Nightly." };
  await expect(askProduction(await who(plain.token), asked)).rejects.toMatchObject({ details: { rule: "step_up" } });
  await expect(askProduction(scripted, asked)).rejects.toMatchObject({ code: "not_found" });
  expect(MakeToken.safeParse({ name: "too long", exports: true, days: 31 }).success).toBe(false);
});

test("a token from the host's terminal says so in the log and in its person's own list", async () => {
  const made = await makeTokenAtHost(world.url, "test", {
    email,
    name: "batch",
    expiresAt: new Date(Date.now() + 86_400_000),
    exports: false,
  });
  const actor = await who(made.token);
  expect(actor).toMatchObject({ email, kind: "token" });
  const { rows } = await world.admin.query(
    "SELECT action, person_id IS NULL AS nobody, detail->>'kind' AS kind, detail->>'by' AS by FROM audit.entry ORDER BY id DESC LIMIT 2",
  );
  expect(rows).toEqual([
    { action: "token:create", nobody: false, kind: "token", by: "terminal of the host" },
    { action: "token:make", nobody: true, kind: "terminal of the host", by: null },
  ]);
});

import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { actions } from "@/domain/access/permissions";
import { type Actor, refusal } from "@/domain/access/permit";
import { findActor, hashPassword, signIn } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { connect } from "@/prisma/connect";
import { newWorld, type World } from "@/prisma/testing/world";
import { changePassword } from "./change-password";
import { confirmSelf } from "./confirm";
import { endOthers } from "./end-others";
import { enrolTotp } from "./enrol-totp";
import { readFactors } from "./read-factors";
import { removeFactor } from "./remove-factor";
import { renewCodes } from "./renew-codes";
import { startTotp } from "./start-totp";

const email = "counsel@plaintiff.example";
const password = "four words of one's own";
let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.admin.query(
    `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
     SELECT matter_id, 2, title, body || ' Nor hint.', settings || '{"mfa": true}', clock_timestamp() FROM access.protective_order`,
  );
});
beforeEach(async () => {
  await world.admin.query("DELETE FROM access.guess");
  await world.admin.query("DELETE FROM access.totp; DELETE FROM access.recovery_code");
  await world.admin.query("UPDATE access.person SET password_hash = $1, first_password = false", [await hashPassword(password)]);
});
afterAll(() => world.close());

/** Who a secret speaks for now. */
async function who(secret: string | null): Promise<Actor> {
  const actor = await findActor(secret ?? "");
  if (!actor) throw new Error("Nobody.");
  return actor;
}
const enter = async () => who(await signIn(email, password));
const age = (actor: Actor, column: string, by: string) =>
  world.admin.query(`UPDATE access.session SET ${column} = clock_timestamp() - $2::interval WHERE id = $1`, [actor.session, by]);

/** An app that has the secret: RFC 6238 by another hand than the database's. `ahead` is in steps of thirty seconds. */
const app = (secret: string) => (ahead: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });

/** Signs in, enrols an app, and goes by the new secret. Its codes of this step and before are used up. */
async function enrolled() {
  const actor = await enter();
  const { secret } = await startTotp(actor);
  const code = app(secret);
  const { secret: renewed } = await enrolTotp(actor, { code: code(-1) });
  return { actor: await who(renewed), before: actor, code };
}

test("with the password alone nothing opens but one's own enrolment, in the table and in the database", async () => {
  const actor = await enter();
  expect(actor).toMatchObject({ confirmed: false, fresh: "none" });
  const client = await connect(world.appUrl);
  await client.query("BEGIN");
  await client.query("SELECT api.begin($1, true)", [actor.secret]);
  for (const action of Object.keys(actions) as (keyof typeof actions)[]) {
    const { rows } = await client.query("SELECT access.refusal(access.current_actor(), $1) AS reason", [action]);
    expect(rows[0].reason, action).toBe(refusal(actor, action));
    expect([null, "role", "mfa"], action).toContain(rows[0].reason);
    if (rows[0].reason === null) expect(["factor:confirm", "factor:enrol", "password:change"]).toContain(action);
  }
  await client.query("ROLLBACK");
  await client.end();
  await expect(signUndertaking(actor, { hash: actor.order.sha256, name: "P" })).rejects.toMatchObject({ details: { rule: "mfa" } });
});

test("a session that was left without its factor ends after a quarter of an hour", async () => {
  const actor = await enter();
  await age(actor, "created_at", "16 minutes");
  expect(await findActor(actor.secret)).toBeNull();
});

test("an app that is enrolled confirms; the cookie from before is dead, and so is every other session", async () => {
  const other = await enter();
  const { actor, before } = await enrolled();
  expect(actor).toMatchObject({ confirmed: true, fresh: "all", session: before.session });
  expect(await findActor(before.secret)).toBeNull();
  expect(await findActor(other.secret)).toBeNull();
  expect(await readFactors(actor)).toMatchObject({ asked: true, totp: { usedAt: expect.any(String) }, passkeys: [], recoveryCodes: 0 });
});

test("a code works once, one step early or late, and never out of that", async () => {
  const { code } = await enrolled();
  const tries: [number, boolean][] = [
    [-1, false],
    [-3, false],
    [2, false],
    [0, true],
    [0, false],
    [1, true],
    [1, false],
    [0, false],
  ];
  for (const [step, works] of tries) {
    const tried = confirmSelf(await enter(), { factor: "totp", code: code(step) });
    await (works ? expect(tried).resolves.toMatchObject({ answer: { confirmed: true } }) : expect(tried).rejects.toBeTruthy());
    await world.admin.query("DELETE FROM access.guess");
  }
});

test("of the same code given twice at the same time one works", async () => {
  const { code } = await enrolled();
  const sessions = await Promise.all(Array.from({ length: 8 }, enter));
  const given = await Promise.allSettled(sessions.map((session) => confirmSelf(session, { factor: "totp", code: code(0) })));
  expect(given.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("the secret of an app is nowhere in the database but sealed, and the web process cannot read even that", async () => {
  const actor = await enter();
  const { secret } = await startTotp(actor);
  const raw = Buffer.from(Secret.fromBase32(secret).bytes);
  const { rows } = await world.admin.query("SELECT sealed FROM access.totp");
  expect(rows[0].sealed.includes(raw)).toBe(false);
  const client = await connect(world.appUrl);
  for (const table of ["totp", "passkey", "recovery_code", "challenge", "device", "session", "guess"])
    await expect(client.query(`SELECT * FROM access.${table}`), table).rejects.toMatchObject({ code: "42501" });
  await expect(client.query("SELECT crypto.hmac('a', 'b', 'sha1')")).rejects.toMatchObject({ code: "42501" });
  await client.end();
});

test("guesses at a code must wait, those in parallel too, and what waits is not looked at", async () => {
  const { code } = await enrolled();
  const session = await enter();
  const guesses = await Promise.allSettled(Array.from({ length: 30 }, () => confirmSelf(session, { factor: "totp", code: "000000" })));
  const looked = guesses.filter((one) => one.status === "rejected" && one.reason.details?.rule === "factor").length;
  expect(looked).toBe(5);
  await expect(confirmSelf(session, { factor: "totp", code: code(0) })).rejects.toMatchObject({ code: "limited" });
  await world.admin.query("UPDATE access.guess SET at = at - interval '6 seconds'");
  await confirmSelf(session, { factor: "totp", code: code(0) });
});

test("of ten recovery codes each works once, however it is typed, and new ones end the old", async () => {
  const { actor } = await enrolled();
  const { codes } = await renewCodes(actor);
  expect(new Set(codes).size).toBe(10);
  const { rows } = await world.admin.query("SELECT string_agg(c::text, '') AS kept FROM access.recovery_code c");
  for (const code of codes) expect(rows[0].kept).not.toContain(code);
  const [first = "", second = ""] = codes;
  const session = await enter();
  const { secret } = await confirmSelf(session, { factor: "recovery", code: ` ${first.toUpperCase().replaceAll("-", " ")}` });
  expect(await who(secret)).toMatchObject({ confirmed: true });
  await expect(confirmSelf(await enter(), { factor: "recovery", code: first })).rejects.toMatchObject({ details: { rule: "factor" } });
  expect(await readFactors(actor)).toMatchObject({ recoveryCodes: 9 });
  await renewCodes(actor);
  await expect(confirmSelf(await enter(), { factor: "recovery", code: second })).rejects.toMatchObject({ details: { rule: "factor" } });
});

test("whoever has only the password cannot enrol beside a factor that is there, nor change the password", async () => {
  const { actor } = await enrolled();
  const thief = await enter();
  await expect(startTotp(thief)).rejects.toMatchObject({ details: { rule: "step_up" } });
  await expect(renewCodes(thief)).rejects.toMatchObject({ details: { rule: "step_up" } });
  await expect(changePassword(thief, { current: password, password: "another, of a thief" })).rejects.toMatchObject({
    details: { rule: "step_up" },
  });
  await expect(confirmSelf(thief, { factor: "password", password })).rejects.toMatchObject({ details: { rule: "factor" } });
  expect(await findActor(actor.secret)).not.toBeNull();
});

test("a factor is fresh for five minutes, or as long as the order says", async () => {
  const { actor, code } = await enrolled();
  await age(actor, "factor_at", "4 minutes 50 seconds");
  expect(await who(actor.secret)).toMatchObject({ fresh: "all" });
  await age(actor, "factor_at", "5 minutes 1 second");
  expect(await who(actor.secret)).toMatchObject({ confirmed: true, fresh: "none" });
  await expect(renewCodes(actor)).rejects.toMatchObject({ details: { rule: "step_up" } });
  const { secret } = await confirmSelf(actor, { factor: "totp", code: code(0) });
  expect(secret, "a step-up keeps the session's secret: other pages are open").toBeNull();
  expect(await who(actor.secret)).toMatchObject({ fresh: "all" });
});

test("the last factor stays where the order asks for one", async () => {
  const { actor } = await enrolled();
  const { totp } = await readFactors(actor);
  await expect(removeFactor(actor, { id: totp?.id ?? "" })).rejects.toMatchObject({ code: "conflict" });
  expect((await readFactors(actor)).totp).not.toBeNull();
});

test("a first password opens nothing but its own change, and then the enrolment", async () => {
  await world.admin.query("UPDATE access.person SET first_password = true WHERE email = $1", [email]);
  const actor = await enter();
  expect(await readFactors(actor)).toMatchObject({ firstPassword: true, confirmed: false });
  await expect(changePassword(actor, { current: "wrong", password: "quite another one" })).rejects.toMatchObject({
    details: { rule: "password" },
  });
  await expect(changePassword(actor, { current: password, password })).rejects.toMatchObject({ code: "invalid" });
  const { secret } = await startTotp(actor);
  const { secret: withFactor } = await enrolTotp(actor, { code: app(secret)(0) });
  const still = await who(withFactor);
  expect(still, "a factor beside a password that somebody else knows").toMatchObject({ confirmed: false });
  const { secret: own } = await changePassword(still, { current: password, password: "quite another one" });
  expect(await who(own)).toMatchObject({ confirmed: true });
  expect(await findActor(still.secret)).toBeNull();
  expect(await signIn(email, password)).toBeNull();
  expect(await signIn(email, "quite another one")).not.toBeNull();
});

test("a new password ends every copied cookie, that of the very session included", async () => {
  const { actor } = await enrolled();
  const other = await enter();
  const { secret } = await changePassword(actor, { current: password, password: "a password after that" });
  expect(await findActor(actor.secret)).toBeNull();
  expect(await findActor(other.secret)).toBeNull();
  expect(await who(secret)).toMatchObject({ session: actor.session, confirmed: true });
});

test("each of these deeds leaves one entry of its own kind, and so does each refusal", async () => {
  const { rows: before } = await world.admin.query("SELECT coalesce(max(id), 0) AS id FROM audit.entry");
  const { actor, code } = await enrolled();
  await renewCodes(actor);
  await endOthers(actor, { tokens: false });
  const again = await enter();
  await expect(confirmSelf(again, { factor: "totp", code: "000000" })).rejects.toBeTruthy();
  const { secret } = await confirmSelf(again, { factor: "totp", code: code(0) });
  await changePassword(await who(secret), { current: password, password: "the last of them, long" });
  const { rows } = await world.admin.query("SELECT action, outcome, reason FROM audit.entry WHERE id > $1 ORDER BY id", [before[0].id]);
  expect(rows.map(({ action, outcome, reason }) => [action, outcome, reason].filter(Boolean).join(" "))).toEqual([
    "session:open done",
    "factor:enrol done",
    "factor:enrol done",
    "factor:enrol done",
    "session:end done",
    "session:open done",
    "factor:confirm refused factor",
    "factor:confirm done",
    "password:change done",
  ]);
});

test("the database changes no factor and no password without an entry of the same transaction", async () => {
  const { actor } = await enrolled();
  const client = await connect(world.appUrl);
  for (const door of [
    "api.set_recovery_codes(ARRAY[sha256('a')])",
    "api.enrol_passkey('id', 'key', 0, '{}', 'quiet', sha256('b'))",
    "api.change_password('hash', sha256('c'))",
  ]) {
    await client.query("BEGIN");
    await client.query("SELECT api.begin($1, true)", [actor.secret]);
    await client.query(`SELECT ${door}`);
    await expect(client.query("COMMIT"), door).rejects.toThrow("a change without its audit entry");
  }
  await client.end();
});

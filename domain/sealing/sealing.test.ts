import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { findActor, hashSecret } from "@/domain/people/session";
import { suspendPerson } from "@/domain/people/suspend";
import { fromBase64, toBase64, utf8 } from "@/lib/bytes";
import { box, type Keys, newSecret, openKeys, type Secret, unbox } from "@/lib/keys";
import { connect } from "@/prisma/connect";
import { newWorld, type Who, type World } from "@/prisma/testing/world";
import { addLock } from "./add-lock";
import { grantSideKey } from "./grant";
import { joinSealing } from "./join";
import { newLock, newSideKey, openLock, openSideKeys, secretOf, vouchedMembers, wrapFor } from "./keyring";
import { makeSideKey } from "./make-key";
import { readSealing } from "./read";
import { removeLock } from "./remove-lock";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

type Member = { readonly actor: Actor; readonly secret: Secret; readonly keys: Keys };

/** Somebody of the matter with a key of their own, as their browser would make it. */
async function member(who: Who): Promise<Member> {
  const actor = await world.actor(who);
  const secret = await newSecret();
  const lock = await newLock(actor, actor.person, secret, { passphrase: `of ${who}` }, "Passphrase");
  await joinSealing(actor, { publicKey: toBase64(secret.publicKey), lock });
  return { actor, secret, keys: await openKeys(secret) };
}

async function others({ actor }: Member) {
  const { members } = await readSealing(actor);
  return members.flatMap(({ person, key, active }) => (key && active ? [{ person, id: key.id, publicKey: key.publicKey }] : []));
}

/** The next key of a side, made by one who holds the present one, for whoever that one vouches for. */
async function renew({ actor, keys }: Member): Promise<number> {
  const sealing = await readSealing(actor);
  const last = sealing.keys.at(-1)?.epoch ?? 0;
  const before = last ? await secretOf(sealing, keys, last) : null;
  const own = sealing.members.find(({ person }) => person === actor.person);
  const first = own?.key ? [{ person: own.person, id: own.key.id, publicKey: own.key.publicKey }] : [];
  const members = before ? await vouchedMembers(sealing, last, before.keys.signKey) : first;
  await makeSideKey(actor, await newSideKey(actor, before, last + 1, members));
  return last + 1;
}

async function grant(from: Member, to: Member) {
  const sealing = await readSealing(from.actor);
  const epoch = sealing.keys.at(-1)?.epoch ?? 0;
  const held = await secretOf(sealing, from.keys, epoch);
  const found = (await others(from)).find(({ person }) => person === to.actor.person);
  if (!held || !found) throw new Error("nothing to grant");
  await grantSideKey(from.actor, await wrapFor(from.actor, held, found));
}

const openedBy = async ({ actor, keys }: Member) => openSideKeys(await readSealing(actor), keys);

test("a side's first key opens for its maker, for a colleague once it is granted, and for nobody else", async () => {
  const counsel = await member("plaintiff counsel");
  const expert = await member("plaintiff expert");
  expect(await renew(counsel)).toBe(1);
  expect([...(await openedBy(counsel)).keys.keys()]).toEqual([1]);
  expect((await openedBy(expert)).keys.size).toBe(0);
  await grant(counsel, expert);
  const { keys } = await openedBy(expert);
  const { keys: sideKeys } = await readSealing(expert.actor);
  const sealed = await box(fromBase64(sideKeys[0]?.publicKey ?? ""), "a note", utf8("zebra"));
  const pair = keys.get(1)?.pair;
  if (!pair) throw new Error("not granted");
  expect(new TextDecoder().decode(await unbox(pair, "a note", sealed))).toBe("zebra");
  const theirs = await readSealing(await world.actor("defense counsel"));
  expect([theirs.keys, theirs.grants, theirs.locks]).toEqual([[], [], []]);
  expect(theirs.members.map(({ name }) => name)).not.toContain("Paul Okafor");
});

test("whoever is removed cannot open the next key; whoever stays reads both, and what was sealed before", async () => {
  const [counsel, expert] = [await member("defense counsel"), await member("defense expert")];
  await renew(counsel);
  await grant(counsel, expert);
  const { keys: before } = await readSealing(counsel.actor);
  const old = await box(fromBase64(before[0]?.publicKey ?? ""), "a note", utf8("old"));
  // What the expert's browser had in memory, and what a dump of the database would show them later.
  const kept = await readSealing(expert.actor);
  await suspendPerson(await world.actor("custodian"), { id: expert.actor.person, reason: "Left the firm." });
  expect((await readSealing(counsel.actor)).stale).toBe(true);
  expect(await world.admin.query("SELECT * FROM access.sealing_key($1, 'defense')", [world.matter])).toMatchObject({ rowCount: 0 });
  expect(await renew(counsel)).toBe(2);
  const after = await readSealing(counsel.actor);
  expect(after.stale).toBe(false);
  const { rows } = await world.admin.query(
    "SELECT epoch, person_id::text AS person FROM access.side_grant WHERE side = 'defense' AND epoch = 2",
  );
  expect(rows).toEqual([{ epoch: 2, person: counsel.actor.person }]);
  const opened = await openedBy(counsel);
  expect(new Set(opened.keys.keys())).toEqual(new Set([1, 2]));
  expect(opened.foreign).toEqual([]);
  const pair = opened.keys.get(1)?.pair;
  expect(pair && new TextDecoder().decode(await unbox(pair, "a note", old))).toBe("old");
  const leaked = await openSideKeys({ ...after, person: expert.actor.person, grants: kept.grants }, expert.keys);
  expect([...leaked.keys.keys()]).toEqual([1]);
  await world.admin.query("UPDATE access.person SET suspended_at = NULL WHERE id = $1", [expert.actor.person]);
});

test("a key that nobody of the side made is known as foreign, and a public key that was exchanged is vouched for by nobody", async () => {
  const [counsel, expert] = [await member("plaintiff counsel"), await member("plaintiff expert")];
  await renew(counsel);
  await grant(counsel, expert);
  const sealing = await readSealing(counsel.actor);
  const { keys, signKey } = { keys: (await openedBy(counsel)).keys, signKey: fromBase64(sealing.keys.at(-1)?.signKey ?? "") };
  const epoch = sealing.keys.at(-1)?.epoch ?? 0;
  const vouched = await vouchedMembers(sealing, epoch, signKey);
  expect(new Set(vouched.map(({ person }) => person))).toEqual(new Set([counsel.actor.person, expert.actor.person]));
  const exchanged = toBase64((await newSecret()).publicKey);
  const members = sealing.members.map((one) =>
    one.person === expert.actor.person && one.key ? { ...one, key: { ...one.key, publicKey: exchanged } } : one,
  );
  expect((await vouchedMembers({ ...sealing, members }, epoch, signKey)).map(({ person }) => person)).toEqual([counsel.actor.person]);
  const made = await newSideKey(counsel.actor, null, epoch + 1, []);
  for (const signature of [null, toBase64(new Uint8Array(64))]) {
    const foreign = { ...made, signature, previous: null, madeAt: "", madeBy: null };
    const opened = await openSideKeys({ ...sealing, keys: [...sealing.keys, foreign] }, counsel.keys);
    expect(opened.foreign).toEqual([epoch + 1]);
    expect(opened.keys.size).toBe(keys.size);
  }
});

test("the database takes a key only of one who holds the one before, one epoch higher, for members who may act", async () => {
  const [counsel, expert] = [await member("plaintiff counsel"), await member("plaintiff expert")];
  await renew(counsel);
  const sealing = await readSealing(counsel.actor);
  const epoch = sealing.keys.at(-1)?.epoch ?? 0;
  const held = await secretOf(sealing, counsel.keys, epoch);
  const own = (await others(counsel)).filter(({ person }) => person === counsel.actor.person);
  const theirs = (await others(expert)).filter(({ person }) => person === expert.actor.person);
  const next = (before: typeof held, n: number, members: typeof own) => newSideKey(counsel.actor, before, n, members);
  const refused = (rule: string) => ({ code: "refused", details: { rule } });
  await expect(makeSideKey(expert.actor, await next(held, epoch + 1, theirs))).rejects.toMatchObject(refused("not_granted"));
  await expect(makeSideKey(counsel.actor, await next(null, epoch + 1, own))).rejects.toMatchObject(refused("unsigned"));
  const forged = { ...(await next(held, epoch + 1, own)), signature: toBase64(new Uint8Array(64)) };
  await expect(makeSideKey(counsel.actor, forged)).rejects.toMatchObject(refused("unsigned"));
  await expect(makeSideKey(counsel.actor, await next(held, epoch, own))).rejects.toMatchObject(refused("unsigned"));
  await expect(makeSideKey(counsel.actor, await next(null, epoch + 2, own))).rejects.toMatchObject({ code: "conflict" });
  await expect(makeSideKey(counsel.actor, await next(held, epoch + 1, theirs))).rejects.toMatchObject({ code: "invalid" });
  const nobody = [...own, { person: expert.actor.person, id: crypto.randomUUID(), publicKey: toBase64(expert.secret.publicKey) }];
  await expect(makeSideKey(counsel.actor, await next(held, epoch + 1, nobody))).rejects.toMatchObject({ code: "not_found" });
  const defense = await member("defense counsel");
  const foreign = { person: defense.actor.person, id: (await others(defense))[0]?.id ?? "", publicKey: toBase64(defense.secret.publicKey) };
  await expect(makeSideKey(counsel.actor, await next(held, epoch + 1, [...own, foreign]))).rejects.toMatchObject({ code: "not_found" });
  expect((await readSealing(counsel.actor)).keys.at(-1)?.epoch).toBe(epoch);
});

test("a grant is made by who holds the key, to a member of the same side, or from the sheet to oneself", async () => {
  const [counsel, expert] = [await member("plaintiff counsel"), await member("plaintiff expert")];
  await renew(counsel);
  const sealing = await readSealing(counsel.actor);
  const epoch = sealing.keys.at(-1)?.epoch ?? 0;
  const held = await secretOf(sealing, counsel.keys, epoch);
  if (!held) throw new Error("not held");
  const to = (await others(counsel)).find(({ person }) => person === expert.actor.person);
  const own = (await others(counsel)).find(({ person }) => person === counsel.actor.person);
  if (!to || !own) throw new Error("no keys");
  const good = await wrapFor(counsel.actor, held, to);
  const otherwise = { ...held, keys: expert.keys };
  const unsigned = { code: "refused", details: { rule: "unsigned" } };
  await expect(grantSideKey(counsel.actor, await wrapFor(counsel.actor, otherwise, to))).rejects.toMatchObject(unsigned);
  await expect(grantSideKey(counsel.actor, { ...good, member: own.id })).rejects.toMatchObject(unsigned);
  await expect(grantSideKey(await world.actor("defense counsel"), good)).rejects.toMatchObject({ code: "not_found" });
  await expect(grantSideKey(await world.actor("monitor"), good)).rejects.toMatchObject({ code: "not_found" });
  await expect(grantSideKey(await world.actor("custodian"), good)).rejects.toMatchObject({ code: "refused" });
  // The expert has the recovery sheet: the key is theirs to take, and not to give on before that.
  await expect(grantSideKey(expert.actor, await wrapFor(counsel.actor, held, own))).rejects.toMatchObject({ code: "refused" });
  await grantSideKey(expert.actor, good);
  await expect(grantSideKey(expert.actor, good)).rejects.toMatchObject({ code: "conflict" });
  expect((await openedBy(expert)).keys.has(epoch)).toBe(true);
});

test("a lost passphrase means a key of one's own made anew, which opens nothing until it is granted; the last lock stays", async () => {
  const counsel = await member("plaintiff counsel");
  const { locks, members } = await readSealing(counsel.actor);
  const own = members.find(({ person }) => person === counsel.actor.person)?.key;
  if (!own || !locks[0]) throw new Error("no lock");
  expect(await openLock(counsel.actor, counsel.actor.person, own.publicKey, locks[0], { passphrase: "of plaintiff counsel" })).toEqual(
    counsel.secret,
  );
  expect(await openLock(counsel.actor, counsel.actor.person, own.publicKey, locks[0], { passphrase: "another" })).toBeNull();
  await expect(removeLock(counsel.actor, { id: locks[0].id })).rejects.toMatchObject({ code: "conflict" });
  const passkey = { credential: "a-passkey", given: new Uint8Array(32).fill(7), salt: new Uint8Array(32).fill(1) };
  await addLock(counsel.actor, {
    key: own.id,
    lock: await newLock(counsel.actor, counsel.actor.person, counsel.secret, passkey, "Passkey"),
  });
  await expect(removeLock(await world.actor("plaintiff expert"), { id: locks[0].id })).rejects.toMatchObject({ code: "not_found" });
  await removeLock(counsel.actor, { id: locks[0].id });
  const [left, ...more] = (await readSealing(counsel.actor)).locks;
  expect(more).toEqual([]);
  if (!left) throw new Error("no lock");
  expect(await openLock(counsel.actor, counsel.actor.person, own.publicKey, left, { given: passkey.given })).toEqual(counsel.secret);
});

test("where nobody holds the side's key any more, a member begins again, without a signature", async () => {
  const monitor = await member("monitor");
  expect(await renew(monitor)).toBe(1);
  const again = await member("monitor");
  expect((await openedBy(again)).keys.size).toBe(0);
  const own = (await others(again)).filter(({ person }) => person === again.actor.person);
  await makeSideKey(again.actor, await newSideKey(again.actor, null, 2, own));
  expect([...(await openedBy(again)).keys.keys()]).toEqual([2]);
});

test("every step is an entry with the hash of the public key that it is about", async () => {
  const { items } = await readLog(await world.actor("monitor"), { limit: 1_000, action: ["sealing:join", "sealing:key", "sealing:grant"] });
  const done = items.filter(({ outcome }) => outcome === "done");
  expect(new Set(done.map(({ action }) => action))).toEqual(new Set(["sealing:join", "sealing:key", "sealing:grant"]));
  const { rows } = await world.admin.query("SELECT epoch, side::text, encode(sha256(public_key), 'hex') AS hash FROM access.side_key");
  for (const { epoch, side, hash } of rows)
    expect(done).toContainEqual(
      expect.objectContaining({ object: `side-key:${side}/${epoch}`, detail: expect.objectContaining({ epoch, publicKeySha256: hash }) }),
    );
  expect(items.some(({ reason }) => reason === "unsigned")).toBe(true);
});

test("in the database too, a member is shown their own locks and grants alone, and writes none but through the doors", async () => {
  const [counsel, expert] = [await member("plaintiff counsel"), await world.actor("plaintiff expert")];
  const app = await connect(world.appUrl);
  const seen = async (actor: Actor, what: string) => {
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, false)", [actor.secret]);
    const { rows } = await app.query(what);
    await app.query("ROLLBACK");
    return rows;
  };
  for (const table of ["member_lock", "side_grant"]) {
    expect((await world.admin.query(`SELECT FROM access.${table}`)).rowCount).toBeGreaterThan(3);
    for (const actor of [counsel.actor, expert])
      for (const { person } of await seen(actor, `SELECT person_id::text AS person FROM access.${table}`))
        expect(person).toBe(actor.person);
    expect((await app.query(`SELECT FROM access.${table}`)).rowCount).toBe(0);
  }
  expect(new Set((await seen(expert, "SELECT side::text FROM access.member_key")).map(({ side }) => side))).toEqual(new Set(["plaintiff"]));
  for (const attempt of [
    "INSERT INTO access.side_grant SELECT * FROM access.side_grant",
    "UPDATE access.member_lock SET box = box",
    "DELETE FROM access.member_key",
    "SELECT previous FROM access.side_key",
    "SELECT access.insert_lock(NULL, '{}')",
    "SELECT access.sealing_key(gen_random_uuid(), 'defense')",
  ])
    await expect(app.query(attempt), attempt).rejects.toMatchObject({ code: "42501" });
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, false)", [counsel.actor.secret]);
  const lock = JSON.stringify({
    kind: "passphrase",
    label: "x",
    iterations: 600_000,
    salt: btoa("0123456789abcdef"),
    box: btoa("x".repeat(60)),
  });
  await app.query("SELECT api.make_member_key($1, $2)", [Buffer.from(counsel.secret.publicKey), lock]);
  await expect(app.query("COMMIT")).rejects.toThrow("a change without its audit entry");
  await app.end();
});

test("whoever holds a token of somebody puts no key in the place of theirs, by the application or at the database", async () => {
  const { actor } = await member("defense counsel");
  const secret = "a token of somebody's own";
  await world.admin.query("SELECT api.open_session($1, $2, 'token', 'script', now() + interval '1 day')", [
    actor.email,
    hashSecret(secret),
  ]);
  const token = await findActor(secret);
  if (!token) throw new Error("no token");
  const own = await newSecret();
  const lock = await newLock(actor, actor.person, own, { passphrase: "of a thief" }, "Passphrase");
  const asked = joinSealing(token, { publicKey: toBase64(own.publicKey), lock });
  await expect(asked).rejects.toMatchObject({ code: "refused", details: { rule: "step_up" } });
  const client = await connect(world.appUrl);
  await client.query("BEGIN");
  await client.query("SELECT set_config('app.session', $1, true)", [secret]);
  const calls = ["make_member_key('', '{}')", "add_lock(gen_random_uuid(), '{}')", "remove_lock(gen_random_uuid())"];
  for (const call of [...calls, "make_side_key(9, '', '', '', '', '[]')", "grant_side_key(1, gen_random_uuid(), '', '')"]) {
    await client.query("SAVEPOINT before");
    await expect(client.query(`SELECT api.${call}`), call).rejects.toMatchObject({ code: "42501", message: "not permitted" });
    await client.query("ROLLBACK TO before");
  }
  await client.end();
});

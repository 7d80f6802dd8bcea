import { verify } from "@node-rs/argon2";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { connect } from "@/prisma/connect";
import { openHostSession } from "@/prisma/session";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { findActor, hashPassword, hashSecret, signIn, signOut } from "./session";

vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

const email = "expert@plaintiff.example";
const password = "a long pass phrase, ſtraße";
let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  await world.admin.query("UPDATE access.person SET password_hash = $1", [await hashPassword(password)]);
});
beforeEach(() => world.admin.query("DELETE FROM access.guess; DELETE FROM access.guess_queue"));
afterAll(() => world.close());

const person = "(SELECT id FROM access.person WHERE email = 'expert@plaintiff.example')";
const age = (secret: string, column: string, by: string) =>
  world.admin.query(`UPDATE access.session SET ${column} = clock_timestamp() - $2::interval WHERE secret_hash = $1`, [
    hashSecret(secret),
    by,
  ]);
const opened = async (kind: "browser" | "token" | "command") =>
  (kind === "browser"
    ? await signIn(email, password)
    : await openHostSession(world.admin, { email, kind, label: "test", expiresAt: new Date(Date.now() + 3_600_000) })) ?? "";

test("the right password opens a session, and the database keeps only the hash of its secret", async () => {
  const secret = (await signIn("  Expert@Plaintiff.example".trim(), password)) ?? "";
  expect(await findActor(secret)).toMatchObject({ email, side: "plaintiff", role: "expert", kind: "browser" });
  const { rows } = await world.admin.query("SELECT secret_hash, s.* FROM access.session s");
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test("what ends a session ends it on the very next request", async () => {
  const ends: [string, string, string][] = [
    ["revoked", "UPDATE access.session SET revoked_at = clock_timestamp()", "UPDATE access.session SET revoked_at = NULL"],
    [
      "suspended",
      `UPDATE access.person SET suspended_at = clock_timestamp() WHERE id = ${person}`,
      "UPDATE access.person SET suspended_at = NULL",
    ],
    [
      "removed",
      `UPDATE access.membership SET ended_at = clock_timestamp() WHERE person_id = ${person}`,
      "UPDATE access.membership SET ended_at = NULL",
    ],
  ];
  const actor = await world.actor("plaintiff expert");
  for (const [what, ending, undoing] of ends) {
    expect(await findActor(actor.secret), `before ${what}`).not.toBeNull();
    await world.admin.query(ending);
    expect(await findActor(actor.secret), what).toBeNull();
    // What still holds the actor in its hand, an open page or a running job, is refused as well.
    await expect(viewConversation(actor, { id: "T1-000000001" }), what).rejects.toMatchObject({ code: "unauthenticated" });
    await world.admin.query(undoing);
  }
});

test("a session ends at its absolute end, whatever its kind", async () => {
  for (const kind of ["browser", "token", "command"] as const) {
    const secret = await opened(kind);
    await age(secret, "expires_at", "1 second");
    expect(await findActor(secret), kind).toBeNull();
  }
});

test("a browser that was idle for longer than the order allows is signed out; tokens and commands are not", async () => {
  for (const [kind, idle, alive] of [
    ["browser", "29 minutes", true],
    ["browser", "31 minutes", false],
    ["token", "300 days", true],
    ["command", "31 minutes", true],
  ] as const) {
    const secret = await opened(kind);
    await age(secret, "last_seen_at", idle);
    expect((await findActor(secret, false)) !== null, `${kind} after ${idle}`).toBe(alive);
  }
});

test("a request keeps a session alive, a page's own polling does not", async () => {
  const secret = await opened("browser");
  const seen = async () =>
    (
      await world.admin.query("SELECT clock_timestamp() - last_seen_at < '1 minute' AS lately FROM access.session WHERE secret_hash = $1", [
        hashSecret(secret),
      ])
    ).rows[0].lately;
  await age(secret, "last_seen_at", "20 minutes");
  await findActor(secret, false);
  expect(await seen()).toBe(false);
  await findActor(secret, true);
  expect(await seen()).toBe(true);
});

test("a change of role, side, tier or order is in force on the very next request", async () => {
  const { secret } = await world.actor("plaintiff expert");
  await world.admin.query(`UPDATE access.membership SET role = 'counsel', tier = 1 WHERE person_id = ${person}`);
  expect(await findActor(secret)).toMatchObject({ role: "counsel", tier: 1, signed: true });
  await world.admin.query(
    "INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from) SELECT matter_id, 2, title, body || ' Nor hint.', settings, clock_timestamp() FROM access.protective_order",
  );
  const actor = await findActor(secret);
  expect(actor).toMatchObject({ signed: false, order: { version: 2 } });
  if (actor)
    await expect(viewConversation(actor, { id: "T1-000000001" })).rejects.toMatchObject({
      code: "refused",
      details: { rule: "undertaking" },
    });
  await world.admin.query("DELETE FROM access.protective_order WHERE version = 2");
  await world.admin.query(`UPDATE access.membership SET role = 'expert', tier = 2 WHERE person_id = ${person}`);
});

test("a copied secret is dead after sign-out, and the others of the same person live on", async () => {
  const [left, kept] = [await opened("browser"), await opened("browser")];
  await signOut(left);
  expect(await findActor(left)).toBeNull();
  expect(await findActor(kept)).not.toBeNull();
  await signOut(left);
});

test("a wrong password, an unknown person, a suspended one, one without a matter and one of too many guesses get the same answer, at the same cost", async () => {
  await world.admin.query("UPDATE access.person SET suspended_at = clock_timestamp() WHERE email = 'expert@defense.example'");
  await world.admin.query(
    "UPDATE access.membership SET ended_at = clock_timestamp() WHERE person_id = (SELECT id FROM access.person WHERE email = 'operator@host.example')",
  );
  await world.admin.query("UPDATE access.person SET password_hash = NULL WHERE email = 'monitor@court.example'");
  const tries: [string, string][] = [
    [email, "wrong"],
    ["nobody@nowhere.example", password],
    ["expert@defense.example", password],
    ["operator@host.example", password],
    ["monitor@court.example", password],
    ["", ""],
    [email, "x".repeat(5_000)],
    ["throttled@defense.example", password],
  ];
  await world.admin.query(
    "INSERT INTO access.guess_queue VALUES ('password:throttled@defense.example:elsewhere', clock_timestamp() + interval '1 hour')",
  );
  // Each of them computes one argon2id hash at the same setting, so none answers noticeably sooner. Counted, because no clock is steady here.
  for (const [who, secret] of tries) {
    vi.mocked(verify).mockClear();
    expect(await signIn(who, secret), who).toBeNull();
    expect(vi.mocked(verify).mock.calls, who).toEqual([[expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/), secret]]);
  }
  const { rows } = await world.admin.query("SELECT email, reason FROM audit.entry WHERE action = 'session:open' AND outcome = 'refused'");
  expect(rows).toHaveLength(tries.length);
  expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(["sign_in"]));
  expect(rows.filter((row) => row.email === null)).toHaveLength(3);
});

test("nobody opens a session for a person without access", async () => {
  for (const who of ["nobody@nowhere.example", "expert@defense.example", "operator@host.example"])
    expect(await openHostSession(world.admin, { email: who, kind: "token", label: "", expiresAt: null })).toBeNull();
});

test("the web process opens browsers’ sessions and no other: a token or a command is confirmed by its kind", async () => {
  const client = await connect(world.appUrl);
  for (const kind of ["token", "command"])
    await expect(client.query("SELECT api.open_session($1, sha256('x'), $2, '', NULL)", [email, kind])).rejects.toMatchObject({
      code: "42501",
    });
  await client.end();
});

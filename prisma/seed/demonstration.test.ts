import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { verify } from "@node-rs/argon2";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { exportLog, filesOf } from "@/domain/audit/export";
import { findActor, hashSecret } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { readUndertaking } from "@/domain/people/undertaking";
import { openLock, openSideKeys } from "@/domain/sealing/keyring";
import { db } from "@/lib/db";
import { openKeys } from "@/lib/keys";
import { openSequencer } from "@/log/sequencer";
import { makeKeyFile, openSigner } from "@/log/signer";
import { openActor } from "@/prisma/command";
import { connect } from "@/prisma/connect";
import { as, type Database } from "@/prisma/open";
import { newWorld } from "@/prisma/testing/world";
import type { Account } from "./accounts";
import { loadDemonstration } from "./demonstration";
import { cast } from "./matter";

const folder = mkdtempSync(path.join(tmpdir(), "rr-demonstration-"));
const file = path.join(folder, "demo-accounts.json");
const name = `rr_${randomUUID().replaceAll("-", "")}`;
const passwords = inject("passwords");
const address = new URL(inject("cluster"));
address.pathname = `/${name}`;
const database: Database = {
  adminUrl: address.href,
  appUrl: as(address.href, "rr_app", passwords.app),
  intakeUrl: as(address.href, "rr_intake", passwords.intake),
  sequencerUrl: as(address.href, "rr_sequencer", passwords.sequencer),
  reporterUrl: as(address.href, "rr_reporter", passwords.reporter),
  secrets: { superuser: "", app: "", intake: "", sequencer: "", reporter: "", auth: "", factors: "" },
  applied: [],
  embedded: true,
  started: true,
  stop: async () => {},
};
const printed = vi.spyOn(console, "log").mockImplementation(() => {});
const load = (into = folder, given = database) => loadDemonstration(given, into, () => {});
const accounts = (): Account[] => JSON.parse(readFileSync(file, "utf8")).accounts;

let client: pg.Client;
const number = async (query: string, values: unknown[] = []) =>
  Number((await client.query(`SELECT (${query})::bigint AS n`, values)).rows[0].n);
const counts = async () => ({
  matters: await number("SELECT count(*) FROM access.matter"),
  people: await number("SELECT count(*) FROM access.person"),
  volumes: await number("SELECT count(*) FROM record.volume WHERE state = 'sealed'"),
  conversations: await number("SELECT count(*) FROM record.conversation"),
  staged: await number("SELECT count(*) FROM record.staged"),
  codes: await number("SELECT count(*) FROM work.code"),
  entries: await number("SELECT count(*) FROM audit.entry WHERE action NOT LIKE 'token:%' AND action NOT LIKE 'sealing:%'"),
});
const whole = { matters: 1, people: 7, volumes: 2, conversations: 2710, staged: 0, codes: 18, entries: 24 };

beforeAll(async () => {
  const admin = new pg.Client({ connectionString: inject("cluster") });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE rr_template`);
  await admin.query(
    `GRANT CONNECT ON DATABASE ${name} TO rr_app, rr_intake, rr_sequencer, rr_reporter; GRANT CREATE, TEMPORARY ON DATABASE ${name} TO rr_owner`,
  );
  await admin.end();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  const admin = new pg.Client({ connectionString: inject("cluster") });
  await admin.connect();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
  rmSync(folder, { recursive: true });
});

test("a start that broke off before the volumes, and one that broke off before the accounts, are finished by the next", async () => {
  await expect(load(folder, { ...database, intakeUrl: as(database.adminUrl, "rr_intake", "wrong") })).rejects.toThrow();
  expect(await counts()).toMatchObject({ matters: 1, people: 7, conversations: 0, codes: 0 });
  await expect(load(path.join(folder, "nowhere"))).rejects.toThrow();
  expect(await counts()).toEqual(whole);
  expect(printed).not.toHaveBeenCalled();
  await load();
  expect(await counts()).toEqual(whole);
  expect(accounts()).toHaveLength(7);
});

test("a volume that breaks off leaves nothing behind", async () => {
  const { makeVolume } = await import("./volume");
  const matter = (await client.query("SELECT id FROM access.matter")).rows[0].id;
  const broken = (function* () {
    yield* [];
    throw new Error("power cut");
  })();
  await expect(makeVolume(database.intakeUrl, { matter, name: "broken", controlPrefix: "BROKEN" }, broken)).rejects.toThrow("power cut");
  expect(await number("SELECT count(*) FROM record.volume WHERE name = 'broken'")).toBe(0);
});

test("the accounts' file is for its owner's eyes, and has the promised shape", () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(accounts().map(({ email, role, side }) => ({ email, role, side }))).toEqual(
    cast.map(({ email, role, side }) => ({ email, role, side })),
  );
  expect(Object.keys(accounts()[0] ?? {})).toEqual(["email", "password", "role", "side", "token"]);
  expect(new Set(accounts().map(({ password }) => password)).size).toBe(7);
});

test("passwords are printed once and open the accounts; so do tokens, which say rr_", async () => {
  expect(printed).toHaveBeenCalledTimes(1);
  for (const { email, password, role, side, token } of accounts()) {
    expect(String(printed.mock.calls[0])).toMatch(new RegExp(`${email} +${role} +${side} +${password}`));
    const { rows } = await client.query("SELECT password_hash FROM access.person WHERE email = $1", [email]);
    expect(await verify(rows[0].password_hash, password)).toBe(true);
    expect(token).toMatch(/^rr_[\w-]{43}$/);
    expect(
      await number(
        "SELECT count(*) FROM access.session WHERE secret_hash = $1 AND kind = 'token' AND revoked_at IS NULL AND expires_at > now() + interval '300 days'",
        [hashSecret(token)],
      ),
    ).toBe(1);
  }
});

test("the people of the host have signed, each in their own name and with their own entry, and nobody else has", async () => {
  const { rows: signed } = await client.query(
    "SELECT p.email, u.signed_name FROM access.undertaking u JOIN access.person p ON p.id = u.person_id ORDER BY p.email",
  );
  expect(signed).toEqual([
    { email: "custodian@host.example", signed_name: "Chidi Banerjee" },
    { email: "operator@host.example", signed_name: "Olga Petrenko" },
  ]);
  const { rows: entries } = await client.query(
    `SELECT e.email, e.side, e.role, e.object, e.outcome, e.detail->>'name' AS name, e.detail->>'hash' = encode(o.sha256, 'hex') AS of_this_text
     FROM audit.entry e, access.protective_order o WHERE e.action = 'undertaking:sign' ORDER BY e.email`,
  );
  const entry = { side: "host", object: "order:1", outcome: "done", of_this_text: true };
  expect(entries).toEqual([
    { ...entry, email: "custodian@host.example", role: "custodian", name: "Chidi Banerjee" },
    { ...entry, email: "operator@host.example", role: "operator", name: "Olga Petrenko" },
  ]);
});

test("each side has a key, which each of its members opens with the password of their account, and nobody else does", async () => {
  const { rows: locks } = await client.query(
    `SELECT p.email, k.matter_id AS matter, k.side, k.person_id AS person, encode(k.public_key, 'base64') AS public, l.kind, l.label, l.iterations,
       encode(l.salt, 'base64') AS salt, encode(l.box, 'base64') AS box, encode(g.box, 'base64') AS granted, g.epoch, encode(s.public_key, 'base64') AS side_key
     FROM access.member_lock l JOIN access.member_key k ON k.id = l.key_id AND k.replaced_at IS NULL JOIN access.person p ON p.id = k.person_id
     JOIN access.side_grant g ON g.key_id = k.id JOIN access.side_key s ON s.matter_id = g.matter_id AND s.side = g.side AND s.epoch = g.epoch ORDER BY p.email`,
  );
  expect(await number("SELECT count(*) FROM access.side_key WHERE created_by IS NOT NULL")).toBe(0);
  expect(locks.map(({ email }) => email)).toEqual(
    ["expert", "counsel"]
      .flatMap((role) => ["plaintiff", "defense"].map((side) => `${role}@${side}.example`))
      .concat("monitor@court.example")
      .sort(),
  );
  for (const { email, matter, side, person, public: key, ...lock } of locks) {
    const passphrase = accounts().find((account) => account.email === email)?.password ?? "";
    const kept = { ...lock, id: "", credential: null, madeAt: "" };
    const secret = await openLock({ matter, side }, person, key, kept, { passphrase });
    if (!secret) throw new Error(`${email} cannot unlock`);
    expect(await openLock({ matter, side }, person, key, kept, { passphrase: `${passphrase}x` })).toBeNull();
    const sealing = { matter, side, person, stale: false, members: [], locks: [], grants: [{ epoch: 1, box: lock.granted, key: "" }] };
    const keys = [{ epoch: 1, publicKey: lock.side_key, signKey: "", signature: null, previous: null, madeAt: "", madeBy: null }];
    expect([...(await openSideKeys({ ...sealing, keys }, await openKeys(secret))).keys.keys()]).toEqual([1]);
  }
});

test("a second start changes nothing and prints no password", async () => {
  const before = readFileSync(file, "utf8");
  printed.mockClear();
  await load();
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(await counts()).toEqual(whole);
  expect(printed).not.toHaveBeenCalled();
});

test("when the file is lost or spoilt, everybody gets a new password and the old tokens end", async () => {
  const old = accounts();
  writeFileSync(file, '{ "accounts": [');
  await load();
  expect(accounts()[0]?.password).not.toBe(old[0]?.password);
  expect(
    await number("SELECT count(*) FROM access.session WHERE secret_hash = ANY ($1) AND revoked_at IS NULL", [
      old.map(({ token }) => hashSecret(token)),
    ]),
  ).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("the log says which volumes and codebooks the matter began with, and seals the codes", async () => {
  const { rows } = await client.query(
    "SELECT action, object, side, detail, commitment IS NOT NULL AS sealed FROM audit.entry WHERE action IN ('intake:run', 'codebook:keep') ORDER BY id",
  );
  expect(rows).toEqual([
    { action: "intake:run", object: "volume:VOL001", side: null, detail: { volume: "VOL001", conversations: 2510 }, sealed: false },
    { action: "intake:run", object: "volume:VOL002", side: null, detail: { volume: "VOL002", conversations: 200 }, sealed: false },
    { action: "codebook:keep", object: null, side: "plaintiff", detail: { codes: 9 }, sealed: true },
    { action: "codebook:keep", object: null, side: "defense", detail: { codes: 9 }, sealed: true },
  ]);
});

test("the log of the demonstration verifies by both verifiers: nothing in it is unexplained, and it says what nobody sat at", async () => {
  process.env.READING_ROOM_APP_URL = database.appUrl;
  process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only-for-tests";
  const monitor = await openActor(database, { action: "audit:export", as: "monitor@court.example" });
  const { hash } = await readUndertaking(monitor);
  await signUndertaking(monitor, { hash, name: monitor.name });
  const signatory = await findActor(monitor.secret);
  if (!signatory) throw new Error("The session of the monitor has ended.");
  await makeKeyFile(path.join(folder, "key.pem"), false);
  const signed = await connect(database.sequencerUrl);
  const sequencer = await openSequencer({ client: signed, signer: await openSigner(path.join(folder, "key.pem"), folder) });
  while ((await sequencer.step()).entries > 0);
  await signed.end();
  const out = path.join(folder, "export");
  mkdirSync(out);
  for await (const { name, pieces } of filesOf(await exportLog(signatory, new Date())))
    for await (const piece of pieces) appendFileSync(path.join(out, name), piece);
  await db().$disconnect();

  const asked = [out, "--key", path.join(out, "keys.txt"), "--json"];
  const answer = (program: string, ...args: string[]) => JSON.parse(execFileSync(program, [...args, ...asked], { encoding: "utf8" }));
  const verdict = answer(process.execPath, "--import", "tsx", "--conditions=react-server", "cli/index.ts", "audit", "verify");
  expect(verdict.failures).toEqual([]);
  expect(verdict).toMatchObject({ verdict: "verified", replay: { unexplained: 0, openedAtHost: 3 } });
  expect(verdict.replay.atHost).toMatchObject({ "disclosure:make": 2, "disclosure:object": 1, "designation:challenge": 1 });
  expect(answer("python3", "cli/verify/verify.py")).toEqual(verdict);
});

test("the volumes carry their frame, their disclosure and their de-identification", async () => {
  const { rows } = await client.query(
    "SELECT control_prefix, disclosure, deid_version, frame->>'unit' AS unit, frame->'exclusions' AS exclusions FROM record.volume ORDER BY id",
  );
  expect(rows).toMatchObject([
    { control_prefix: "DEMO", disclosure: "complete", deid_version: "HAL-DEID 3.2", unit: "conversation" },
    { control_prefix: "PAIR", disclosure: "pair", deid_version: "HAL-DEID 3.4", unit: "prompt-output pair" },
  ]);
  for (const { exclusions } of rows) expect(exclusions).toContain("enterprise and business accounts");
});

test("a database with a matter of its own gets no demonstration", async () => {
  const world = await newWorld();
  await load(folder, { ...database, adminUrl: world.url, intakeUrl: world.intakeUrl });
  expect((await world.admin.query("SELECT slug FROM access.matter")).rows).toEqual([{ slug: "test" }]);
  await world.close();
});

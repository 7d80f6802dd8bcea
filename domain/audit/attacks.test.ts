// Attacks by a web process or an intake that is no longer its own: what a session's secret and the database account give is all it has.
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { viewSource } from "@/domain/conversations/view-source";
import { ask, lookUp } from "@/prisma/testing/ask";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
let app: pg.Client;
let intake: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  const branches = [{ after: 1, turns: [{ role: "output" as const, text: "Another answer." }] }];
  await world.volume([talk(["one", "two", "three", "four"], { branches, metadata: { title: "A title" } })], { disclosure: "pair" });
  app = new pg.Client({ connectionString: world.appUrl });
  intake = new pg.Client({ connectionString: world.intakeUrl });
  await Promise.all([app.connect(), intake.connect()]);
});
afterAll(async () => {
  await app.end();
  await intake.end();
  await world.close();
});
beforeEach(async () => void (await app.query("ROLLBACK")));

test("a look whose entry was committed without waiting for the disk shows nothing before it is on disk", async ({ skip }) => {
  const { rows: server } = await world.admin.query("SELECT current_setting('server_version_num')::int AS version");
  // Before 17 a server cannot be asked to flush: what a look does then is held by prisma/older-server.test.ts.
  if (server[0].version < 170_000) skip();
  const { secret } = await world.actor("plaintiff expert");
  await app.query("BEGIN");
  const { rows } = await app.query("SELECT api.open_view($1, 'T1-000000001', 1, 2, NULL, NULL) AS opened", [secret]);
  await app.query("SET LOCAL synchronous_commit = off");
  await app.query("COMMIT");
  const committed = await world.admin.query("SELECT pg_current_wal_insert_lsn() AS at");
  expect((await app.query("SELECT * FROM api.read_view($1, $2)", [secret, rows[0].opened.ticket])).rowCount).toBe(2);
  const flushed = await world.admin.query("SELECT pg_current_wal_flush_lsn() >= $1::pg_lsn AS yes", [committed.rows[0].at]);
  expect(flushed.rows).toEqual([{ yes: true }]);
});

const asWhom = async (who: Parameters<World["actor"]>[0]) => {
  const actor = await world.actor(who);
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [actor.secret]);
  return actor;
};
const newCode = (key: string) =>
  `INSERT INTO work.code (matter_id, side, key, label, position, created_by) SELECT matter_id, side, '${key}', 'x', 1, person_id FROM access.current_actor()`;

test("an entry that says refused, or says something else, is no entry for a change", async () => {
  for (const [action, outcome] of [
    ["codebook:keep", "refused"],
    ["volume:read", "done"],
  ]) {
    await asWhom("plaintiff counsel");
    await app.query(newCode("silent"));
    await app.query("SELECT api.record($1, NULL, $2, NULL, NULL, NULL, NULL)", [action, outcome]);
    await expect(app.query("COMMIT"), action).rejects.toThrow("a change without its audit entry");
  }
});

test("a session of the right side without the right changes nothing of its side's work", async () => {
  await asWhom("plaintiff expert");
  await expect(app.query(newCode("not-mine"))).rejects.toMatchObject({ code: "42501" });
  await app.query("ROLLBACK");
  await asWhom("plaintiff expert");
  expect((await app.query("UPDATE work.code SET label = 'y'")).rowCount).toBe(0);
  await expect(app.query("DELETE FROM work.coding")).rejects.toMatchObject({ code: "42501" });
  await app.query("ROLLBACK");
  await asWhom("plaintiff expert");
  const asked = app.query(
    `INSERT INTO release.production (matter_id, side, set_id, name, formats, reason, size, requested_by)
     SELECT matter_id, side, gen_random_uuid(), 'P', '{}', 'r', 1, person_id FROM access.current_actor()`,
  );
  await expect(asked).rejects.toMatchObject({ code: "42501" });
});

test("intake neither forges a sealed volume nor changes anything of one that is sealed", async () => {
  for (const sql of [
    `INSERT INTO record.volume (matter_id, name, control_prefix, state, first_docno, size) VALUES ('${world.matter}', 'F', 'FAKE', 'sealed', 0, 1)`,
    "UPDATE record.volume SET disclosure = 'complete' WHERE name = 'Volume 2'",
    "UPDATE record.volume SET tier = 1, control_prefix = 'OTHER' WHERE name = 'Volume 1'",
    "UPDATE record.delivery SET file_sha256 = sha256('x')",
    "INSERT INTO record.rejection SELECT id, 999, 1, 0, 0, 'forged' FROM record.delivery",
    "INSERT INTO record.delivery (volume_id, file, file_sha256, format, bytes) SELECT id, 'late', sha256('x'), 'messages', 0 FROM record.volume",
  ])
    await expect(intake.query(sql), sql).rejects.toMatchObject({ code: "42501" });
});

test("a page of results is no longer than one entry can name, whatever is asked for", async () => {
  const expert = await world.actor("plaintiff expert");
  for (const limit of [2_147_483_647, -1, null]) {
    const found = await lookUp(app, expert, await ask(app, expert, "conversation:ask"), limit);
    expect(found, String(limit)).toMatchObject({ outcome: "done" });
  }
});

test("what is no control number is not found and on record, never an accident", async () => {
  const { secret } = await world.actor("plaintiff expert");
  for (const control of ["T1-x", "T1-99999999999999", "T1-٠٠٠٠٠٠٠٠١", "T1-000000001'", "x", ""])
    for (let i = 0; i < 7; i++) {
      const { rows } = await app.query("SELECT api.open_view($1, $2, 1, 2147483647, NULL, NULL)->>'reason' AS reason", [secret, control]);
      expect(rows, control).toEqual([{ reason: "not_found" }]);
    }
  const far = "SELECT api.open_view($1, 'T1-000000001', 2147483647, NULL, NULL, NULL)->>'outcome' AS outcome";
  expect((await app.query(far, [secret])).rows).toEqual([{ outcome: "done" }]);
});

test("where pairs are shown, other branches and delivered metadata stay shut until a reason is stated", async () => {
  const expert = await world.actor("plaintiff expert");
  expect(await viewSource(expert, { id: "T2-000000001" })).toMatchObject({ metadata: null, branches: [] });
  const opened = await viewSource(expert, { id: "T2-000000001", purpose: "The other answer was cited." });
  expect(opened.branches).toHaveLength(1);
  expect(opened.metadata).toEqual({ title: "A title" });
});

test("what a search looked for does not stand in the log of the server when it fails", async () => {
  const { rows } = await app.query("SHOW log_error_verbosity");
  expect(rows).toEqual([{ log_error_verbosity: "terse" }]);
  await expect(app.query("SET log_error_verbosity = 'verbose'")).rejects.toMatchObject({ code: "42501" });
});

const wrote = { op: "words", text: "wrote" };

test("a question that is taken back tells nothing: neither what answers it nor how much", async () => {
  const expert = await world.actor("plaintiff expert");
  await app.query("BEGIN");
  for (const action of ["conversation:ask", "conversation:count"] as const) {
    const { ticket, salt, body } = await ask(app, expert, action, wrote);
    for (const read of [
      "SELECT api.open_search($1, $2, $3, $4, NULL, false, 10, NULL)",
      "SELECT api.start_run($1, $2, $3, $4)",
      "SELECT api.freeze_set($2, $3, $4, 'Secret size', $1, 'date', NULL, '')",
    ]) {
      await app.query("SAVEPOINT before");
      const reading = app.query(read, [expert.secret, ticket, Buffer.from(salt), body]);
      await expect(reading, read).rejects.toThrow(/not committed yet|no valid ticket/);
      await app.query("ROLLBACK TO before");
    }
  }
  await app.query("COMMIT");
});

test("a page that is taken back was asked for on record, and told nothing", async () => {
  const expert = await world.actor("plaintiff expert");
  const asked = await ask(app, expert, "conversation:ask", wrote);
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [expert.secret]);
  const found = await lookUp(app, expert, asked);
  expect(found).toEqual({ outcome: "done", ticket: expect.any(String), total: null });
  // Not even the own entry is read before its commit: it names what was found.
  expect((await app.query("SELECT FROM audit.entry WHERE id = $1", [found.ticket])).rowCount).toBe(0);
  for (const read of ["SELECT * FROM api.read_results($1, $2)", "SELECT * FROM api.read_snippets($1, $2, '[]')"]) {
    await app.query("SAVEPOINT before");
    await expect(app.query(read, [expert.secret, found.ticket]), read).rejects.toThrow("not committed yet");
    await app.query("ROLLBACK TO before");
  }
  await app.query("ROLLBACK");
  const { rows } = await world.admin.query("SELECT action, outcome FROM audit.entry WHERE id = $1", [asked.ticket]);
  expect(rows).toEqual([{ action: "conversation:ask", outcome: "done" }]);
});

test("what is looked up, counted or frozen is the question on record and no other", async () => {
  const expert = await world.actor("plaintiff expert");
  for (const [action, read] of [
    ["conversation:ask", "SELECT api.open_search($1, $2, $3, $4, NULL, false, 10, NULL)"],
    ["conversation:count", "SELECT api.start_run($1, $2, $3, $4)"],
  ] as const) {
    const { ticket, salt, body } = await ask(app, expert, action, wrote);
    const others = [
      [salt, body.replace("wrote", "other")],
      [salt, ` ${body}`],
      [salt.map((byte) => byte ^ 1), body],
      [new Uint8Array(), body],
      [salt, null],
      [null, body],
    ] as const;
    for (const [otherSalt, otherBody] of others) {
      const reading = app.query(read, [expert.secret, ticket, otherSalt && Buffer.from(otherSalt), otherBody]);
      await expect(reading, read).rejects.toThrow("this is not the question on record");
    }
    await expect(app.query(read, [expert.secret, ticket, Buffer.from(salt), body])).resolves.toHaveProperty("rowCount");
  }
  const { ticket, salt, body } = await ask(app, expert, "conversation:count", wrote);
  const said = [expert.secret, ticket, Buffer.from(salt), body] as const;
  const begun = await app.query("SELECT api.start_run($1, $2, $3, $4)->>'id' AS run", [...said]);
  const step = "SELECT api.step_run($1, $2, $3, $4, 1000)->>'hits' AS hits";
  const run = begun.rows[0].run;
  const other = [expert.secret, run, Buffer.from(salt), body.replace("wrote", "other")];
  await expect(app.query(step, other)).rejects.toThrow("this is not the question on record");
  expect((await app.query(step, [expert.secret, run, Buffer.from(salt), body])).rows).toEqual([{ hits: "1" }]);
});

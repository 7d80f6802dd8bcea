import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { connect } from "@/prisma/connect";
import { ask, lookUp } from "@/prisma/testing/ask";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
let app: pg.Client;
let expert: Actor;
let counsel: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  await world.volume([talk(["one", "two", "three", "four", "five", "six"])], { disclosure: "pair" });
  await world.volume([talk(["one", "two"])], { tier: 3 });
  app = await connect(world.appUrl);
  expert = await world.actor("plaintiff expert");
  counsel = await world.actor("defense counsel");
});
afterAll(async () => {
  await app.end();
  await world.close();
});

const open = async ({ secret }: Actor, control = "T1-000000001") =>
  (await app.query("SELECT api.open_view($1, $2, 1, 2, NULL, NULL) AS opened", [secret, control])).rows[0].opened;
const read = ({ secret }: Actor, ticket: string) => app.query("SELECT * FROM api.read_view($1, $2)", [secret, ticket]);
const refused = { code: "42501", message: "no valid ticket" };
const lastEntry = async () =>
  (await world.admin.query("SELECT action, object, outcome, reason, person_id FROM audit.entry ORDER BY id DESC LIMIT 1")).rows[0];

test("a ticket opens what it was drawn for", async () => {
  const { ticket } = await open(expert);
  expect((await read(expert, ticket)).rows.map(({ said }) => said.text)).toEqual(["Who wrote this?", "Nobody did."]);
});

test("a guessed ticket opens nothing", async () => {
  for (const guess of ["0", "-1", "999999999", "9223372036854775807"]) await expect(read(expert, guess)).rejects.toMatchObject(refused);
});

test("another person's ticket opens nothing, nor one's own from another session", async () => {
  const { ticket } = await open(expert);
  await expect(read(counsel, ticket)).rejects.toMatchObject(refused);
  await expect(read(await world.actor("plaintiff expert"), ticket)).rejects.toMatchObject(refused);
  await expect(read({ ...expert, secret: "" }, ticket)).rejects.toMatchObject(refused);
  await expect(read({ ...expert, secret: "made up" }, ticket)).rejects.toMatchObject(refused);
});

test("a ticket of one action opens nothing by another door", async () => {
  const view = await open(expert);
  await expect(app.query("SELECT * FROM api.read_snippets($1, $2, '[]')", [expert.secret, view.ticket])).rejects.toMatchObject(refused);
  await expect(app.query("SELECT * FROM api.read_export($1, $2)", [expert.secret, view.ticket])).rejects.toMatchObject(refused);
  const asked = await ask(app, expert, "conversation:ask");
  const found = await lookUp(app, expert, asked);
  for (const { ticket } of [asked, found]) await expect(read(expert, ticket)).rejects.toMatchObject(refused);
  await expect(lookUp(app, expert, { ...asked, ticket: found.ticket })).rejects.toMatchObject(refused);
  await expect(lookUp(app, expert, { ...asked, ticket: view.ticket })).rejects.toMatchObject(refused);
});

test("a ticket is good for half a minute", async () => {
  const { ticket } = await open(expert);
  const aged = await world.admin.query(
    `INSERT INTO audit.entry (xid, at, matter_id, person_id, email, side, role, session_id, action, object, outcome, detail, leaf)
     SELECT xid, at - make_interval(secs => s), matter_id, person_id, email, side, role, session_id, action, object, outcome, detail, leaf
     FROM audit.entry, unnest(ARRAY[10, 31]) WITH ORDINALITY x(s, n) WHERE id = $1 ORDER BY n RETURNING id`,
    [ticket],
  );
  const [fresh, stale] = aged.rows.map(({ id }) => id);
  expect((await read(expert, fresh)).rows).toHaveLength(2);
  await expect(read(expert, stale)).rejects.toMatchObject(refused);
});

test("a ticket dies with its session", async () => {
  const leaver = await world.actor("defense expert");
  const { ticket } = await open(leaver);
  await app.query("SELECT api.close_session($1)", [leaver.secret]);
  await expect(read(leaver, ticket)).rejects.toMatchObject(refused);
});

test("a ticket dies with the right it was drawn under", async () => {
  const demoted = await world.actor("defense expert");
  const { ticket } = await open(demoted);
  await world.admin.query("UPDATE access.membership SET tier = 0 WHERE person_id = $1", [demoted.person]);
  await expect(read(demoted, ticket)).rejects.toMatchObject(refused);
  await world.admin.query("UPDATE access.membership SET tier = 2 WHERE person_id = $1", [demoted.person]);
});

const uncommitted = "SELECT api.open_view($1, 'T1-000000001', 1, 2, NULL, NULL)->>'ticket' AS ticket";

test("no text before the commit: not within the transaction, not behind a savepoint, not in the same statement", async () => {
  await app.query("BEGIN");
  await app.query("SAVEPOINT inner_one");
  const { rows } = await app.query(uncommitted, [expert.secret]);
  await app.query("RELEASE SAVEPOINT inner_one");
  await expect(read(expert, rows[0].ticket)).rejects.toThrow("not committed yet");
  await app.query("ROLLBACK");
  const oneStatement = `WITH opened AS MATERIALIZED (${uncommitted}) SELECT r.* FROM opened, LATERAL api.read_view($1, ticket::bigint) r`;
  await expect(app.query(oneStatement, [expert.secret])).rejects.toMatchObject({ code: "42501" });
  const inBlock = `DO $$ BEGIN PERFORM * FROM api.read_view('${expert.secret}', (api.open_view('${expert.secret}', 'T1-000000001', 1, 2, NULL, NULL)->>'ticket')::bigint); END $$`;
  await expect(app.query(inBlock)).rejects.toMatchObject({ code: "42501" });
});

test("a snapshot older than the commit of the entry reads nothing", async () => {
  const other = await connect(world.appUrl);
  await app.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
  const { rows } = await other.query(uncommitted, [expert.secret]);
  await expect(read(expert, rows[0].ticket)).rejects.toMatchObject({ code: "42501" });
  await app.query("ROLLBACK");
  await other.end();
});

test("nothing opens while commits are not flushed to disk", async () => {
  await app.query("SET synchronous_commit = off");
  await expect(open(expert)).rejects.toMatchObject({ code: "55000" });
  await app.query("RESET synchronous_commit");
});

test("the web process cannot write itself a ticket past the doors", async () => {
  const forged: [string, string, object][] = [
    ["conversation:view", "conversation:T2-000000001", { from: 1, to: 6 }],
    ["conversation:search", "conversation:T2-000000001", { shown: ["T2-000000001"] }],
    ["production:ask", "production:x", { shown: ["T1-000000001"] }],
  ];
  for (const [action, object, detail] of forged) {
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [counsel.secret]);
    const record = app.query("SELECT api.record($1, $2, 'done', NULL, $3, NULL, NULL)", [action, object, JSON.stringify(detail)]);
    await expect(record, action).rejects.toThrow("a ticket is given by a door");
    await app.query("ROLLBACK");
  }
});

test("a refused look leaves a committed entry and shows nothing, whatever the reason", async () => {
  const unsigned = await world.actor("plaintiff counsel", { signed: false });
  const cases: [Actor, string, string, string][] = [
    [await world.actor("monitor"), "T1-000000001", "refused", "role"],
    [await world.actor("custodian"), "T1-000000001", "refused", "role"],
    [expert, "T9-000000001", "not_found", "not_found"],
    [expert, "T3-000000001", "not_found", "not_found"],
    [expert, "'; DROP TABLE", "not_found", "not_found"],
    [expert, "T2-000000001", "refused", "pair"],
    [unsigned, "T1-000000001", "refused", "undertaking"],
  ];
  for (const [actor, id, code, reason] of cases) {
    const said = await viewConversation(actor, { id }).catch((error) => error);
    expect(said, `${actor.email} ${id}`).toMatchObject({ code });
    expect(JSON.stringify(said)).not.toMatch(/wrote|two/);
    expect(await lastEntry()).toEqual({
      action: "conversation:view",
      object: `conversation:${id}`,
      outcome: "refused",
      reason,
      person_id: actor.person,
    });
  }
});

test("what does not exist and what is above one's tier give the same answer", async () => {
  const [absent, above] = await Promise.all(
    ["T9-000000001", "T3-000000001"].map((id) => viewConversation(expert, { id }).catch((error) => error)),
  );
  expect([above.code, above.message, above.details]).toEqual([absent.code, absent.message, absent.details]);
});

import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "@/domain/people/session";
import { connect } from "@/prisma/connect";
import { closeTerminal, openTerminal, put, run } from "./testing/terminal";

// An empty, migrated database, as a real server is after its first start.
const order = put("order.md", "# Order Governing Logs\n\nNobody shall tell.\n");
const records = put(
  "records.jsonl",
  `${JSON.stringify({
    messages: [
      { role: "user", content: "Who?" },
      { role: "assistant", content: "Me." },
    ],
  })}\n`,
);
const name = `rr_${randomUUID().replaceAll("-", "")}`;

let cluster: pg.Client;
let client: pg.Client;
beforeAll(async () => {
  cluster = await connect(inject("cluster"));
  await cluster.query(`CREATE DATABASE ${name} TEMPLATE rr_template`);
  const url = new URL(inject("cluster"));
  url.pathname = `/${name}`;
  openTerminal(url.href);
  client = await connect(url.href);
});
afterAll(async () => {
  await client.end();
  await cluster.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await cluster.end();
  closeTerminal();
});

const found = (slug: string, ...more: string[]) =>
  run("matter", "add", "--slug", slug, "--caption", `In re ${slug}`, "--order", order, ...more);
const admit = (matter: string, email: string, side: string, role: string, ...more: string[]) =>
  run("person", "add", "--matter", matter, "--email", email, "--name", "Some Body", "--side", side, "--role", role, ...more);
const entries = async (action: string) =>
  (
    await client.query(
      `SELECT m.slug, e.email, e.person_id IS NULL AND e.session_id IS NULL AND e.role IS NULL AS nobody, e.outcome, e.reason, e.detail->>'kind' AS kind
       FROM audit.entry e JOIN access.matter m ON m.id = e.matter_id WHERE e.action = $1 ORDER BY e.id`,
      [action],
    )
  ).rows;

test("from an empty database a matter, a custodian and a signature are enough to load a volume", { timeout: 60_000 }, async () => {
  expect(await run("volume", "list")).toMatchObject({ exit: 1, json: { message: expect.stringContaining("matter add") } });
  const { json: matter } = await found("alpha");
  expect(matter).toMatchObject({ slug: "alpha", title: "Order Governing Logs" });
  expect(await run("volume", "list")).toMatchObject({ exit: 1, json: { message: expect.stringContaining("person add") } });

  expect(await admit("alpha", "early@plaintiff.example", "plaintiff", "expert", "--tier", "1")).toMatchObject({ exit: 1 });
  const { json: custodian } = await admit("alpha", "Keeper@Host.example", "host", "custodian");
  expect(custodian).toMatchObject({ email: "keeper@host.example", tier: 0, password: expect.stringMatching(/^\w{4}(-\w{4}){3}$/) });

  expect(await run("volume", "list")).toMatchObject({ exit: 3 });
  expect(await run("undertaking", "sign", "--hash", matter.hash, "--name", "Some Body")).toMatchObject({ exit: 0 });
  expect(await run("intake", records, "--volume", "First")).toMatchObject({ exit: 0, json: { conversations: 1 } });
  expect((await run("volume", "list")).json.items).toMatchObject([{ name: "First", state: "sealed", conversations: 1 }]);

  const terminal = { slug: "alpha", email: null, nobody: true, kind: "terminal of the host" };
  expect(await entries("matter:add")).toEqual([{ ...terminal, outcome: "done", reason: null }]);
  expect(await entries("people:add")).toEqual([
    { ...terminal, outcome: "refused", reason: "no_custodian" },
    { ...terminal, outcome: "done", reason: null },
  ]);
  expect(await signIn("keeper@host.example", custodian.password)).not.toBeNull();
  const { rows } = await client.query(
    "SELECT count(*)::int AS clear FROM access.person p, audit.entry e WHERE strpos(p::text || e::text, $1) > 0",
    [custodian.password],
  );
  expect(rows).toEqual([{ clear: 0 }]);
});

test("once there is a custodian, people are admitted in the custodian's name", { timeout: 60_000 }, async () => {
  const { json: expert } = await admit("alpha", "expert@plaintiff.example", "plaintiff", "expert", "--tier", "2");
  expect(await signIn("expert@plaintiff.example", expert.password)).not.toBeNull();
  expect(await admit("alpha", "expert@plaintiff.example", "plaintiff", "expert", "--tier", "2")).toMatchObject({
    exit: 1,
    json: { error: "conflict" },
  });
  expect(await admit("alpha", "other@plaintiff.example", "plaintiff", "expert", "--tier", "3")).toMatchObject({
    exit: 1,
    json: { error: "conflict" },
  });
  expect((await entries("people:add")).slice(2)).toEqual([
    { slug: "alpha", email: "keeper@host.example", nobody: false, outcome: "done", reason: null, kind: null },
    { slug: "alpha", email: "keeper@host.example", nobody: false, outcome: "refused", reason: "member", kind: null },
    { slug: "alpha", email: "keeper@host.example", nobody: false, outcome: "refused", reason: "tiers", kind: null },
  ]);
});

test("a person of one matter joins another with the password they have, and acts there by --matter", { timeout: 60_000 }, async () => {
  const { json: matter } = await found("beta", "--tier", "SECRET", "--title", "Second Order");
  expect(matter.title).toBe("Second Order");
  const { json: custodian } = await admit("beta", "keeper@host.example", "host", "custodian");
  expect(custodian).toMatchObject({ name: "Some Body", password: null });
  const there = ["--matter", "beta"];
  expect(await run("volume", "list", ...there)).toMatchObject({ exit: 3 });
  await run("undertaking", "sign", "--hash", matter.hash, "--name", "Some Body", ...there);
  expect((await run("volume", "list", ...there)).json.items).toEqual([]);
  expect((await admit("beta", "expert@plaintiff.example", "plaintiff", "expert", "--tier", "1")).json.password).toBeNull();
  expect((await run("person", "list", ...there)).json.items).toMatchObject([
    { email: "expert@plaintiff.example", role: "expert" },
    { email: "keeper@host.example", role: "custodian" },
  ]);
  const { json: token } = await run("person", "token", "create", "--email", "expert@plaintiff.example", "--name", "script", ...there);
  const { rows } = await client.query("SELECT api.begin($1, false)->>'caption' AS caption", [token.token]);
  expect(rows).toEqual([{ caption: "In re beta" }]);
});

test("what cannot be a matter is refused, and a name that is taken is in the log", { timeout: 60_000 }, async () => {
  expect(await found("alpha")).toMatchObject({ exit: 1, json: { error: "conflict" } });
  expect((await entries("matter:add")).at(-1)).toMatchObject({ slug: "alpha", outcome: "refused", nobody: true });
  for (const text of ["  \n", "nul \0", Buffer.from([0x23, 0xff, 0xfe])])
    expect(await run("matter", "add", "--slug", "gamma", "--caption", "c", "--order", put("bad.md", text))).toMatchObject({ exit: 1 });
  expect(await run("matter", "add", "--slug", "gamma", "--caption", "c", "--order", "/nowhere.md")).toMatchObject({ exit: 1 });
  expect(await run("person", "add", "--email", "a@b.example", "--name", "A", "--side", "court", "--role", "monitor")).toMatchObject({
    exit: 1,
  });
  expect((await client.query("SELECT slug FROM access.matter ORDER BY slug")).rows).toEqual([{ slug: "alpha" }, { slug: "beta" }]);
});

test("person suspend ends somebody's access with its reason, and a matter left without a custodian can be given one", {
  timeout: 60_000,
}, async () => {
  await admit("alpha", "second@host.example", "host", "custodian");
  const second = ["--as", "second@host.example", "--matter", "alpha"];
  const hash = (await run("undertaking", "show", ...second)).json.hash;
  await run("undertaking", "sign", "--hash", hash, "--name", "Second", ...second);
  expect(await run("person", "suspend", "second@host.example", "--reason", "Myself", ...second)).toMatchObject({ exit: 3 });
  expect(await run("person", "suspend", "nobody@host.example", "--reason", "Left", ...second)).toMatchObject({ exit: 1 });
  expect(await run("person", "suspend", "Keeper@host.example", "--reason", "Left", ...second)).toMatchObject({ exit: 0 });
  const { rows } = await client.query(
    "SELECT email, detail->>'reason' AS why FROM audit.entry WHERE action = 'people:manage' AND outcome = 'done' ORDER BY id DESC LIMIT 1",
  );
  expect(rows).toEqual([{ email: "second@host.example", why: "Left" }]);

  expect(await admit("beta", "keeper@host.example", "host", "custodian")).toMatchObject({
    exit: 1,
    json: { message: expect.stringContaining("suspended") },
  });
  expect(await admit("beta", "second@host.example", "host", "custodian")).toMatchObject({ exit: 0, json: { password: null } });
  expect((await entries("people:add")).slice(-2)).toMatchObject([
    { slug: "beta", nobody: true, outcome: "refused", reason: "suspended" },
    { slug: "beta", nobody: true, outcome: "done" },
  ]);
});

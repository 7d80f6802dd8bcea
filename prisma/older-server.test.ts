// PostgreSQL 15, where the database cannot be asked to flush its log: a look whose entry is committed and not on disk must show nothing.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { findActor } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { countConversations } from "@/domain/search/count";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { db } from "@/lib/db";
import { type Cluster, startCluster } from "./cluster";
import { connect } from "./connect";
import { isFrozen } from "./freeze";
import { makeRoles, migrate } from "./migrate";
import { as } from "./open";
import { cast, makeMatter } from "./seed/matter";
import { makeVolume } from "./seed/volume";
import { openHostSession } from "./session";
import { talk } from "./testing/world";

const programs = "/usr/lib/postgresql/15/bin";
const id = "OLD-000000001";

describe.skipIf(!existsSync(path.join(programs, "initdb")))("on PostgreSQL 15", () => {
  let folder: string;
  let cluster: Cluster;
  let admin: pg.Client;
  let app: pg.Client;
  let expert: Actor;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "rr-15-"));
    // A writer that sleeps for ten seconds: what is committed without waiting for the disk stays off it.
    cluster = await startCluster(
      folder,
      "for-tests-only",
      { shared_buffers: "128MB", wal_writer_delay: "10s" },
      {},
      { initdb: `${programs}/initdb`, pg_ctl: `${programs}/pg_ctl`, provider: [] },
    );
    const passwords = { app: "app", intake: "intake", sequencer: "sequencer", reporter: "reporter" };
    await makeRoles(cluster.url, passwords);
    await migrate(cluster.url);
    Object.assign(process.env, {
      READING_ROOM_APP_URL: as(cluster.url, "rr_app", "app"),
      NEXTAUTH_SECRET: "only-for-tests-only-for-tests-only-for-tests",
    });
    admin = await connect(cluster.url);
    app = await connect(as(cluster.url, "rr_app", "app"));
    const order = {
      title: "Order",
      body: "Thou shalt not tell.",
      inForceFrom: "2024-01-01T00:00:00Z",
      settings: { tiers: ["CONFIDENTIAL", "HIGHLY"], mfa: false },
    };
    const matter = await makeMatter(admin, {
      slug: "old",
      caption: "In re Old",
      people: cast.map((one) => ({ ...one, password: null })),
      order,
    });
    await makeVolume(as(cluster.url, "rr_intake", "intake"), { matter, name: "Old", controlPrefix: "OLD" }, [
      talk(["Who wrote this?", "Nobody did."]),
    ]);
    const secret =
      (await openHostSession(admin, { email: "expert@plaintiff.example", kind: "command", label: "test", expiresAt: null })) ?? "";
    const unsigned = (await findActor(secret)) ?? expect.fail("no session");
    await signUndertaking(unsigned, { hash: unsigned.order.sha256, name: unsigned.name });
    expert = (await findActor(secret)) ?? expect.fail("no session");
  }, 120_000);
  afterAll(async () => {
    await db().$disconnect();
    await app.end();
    await admin.end();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("every migration applies, and the layout of the log is frozen", async () => {
    expect((await admin.query("SELECT current_setting('server_version_num')::int / 10000 AS major")).rows).toEqual([{ major: 15 }]);
    expect(await isFrozen(admin)).toBe(true);
  });

  test("a look whose entry was committed without waiting for the disk shows nothing before it is on disk", async () => {
    for (let round = 0; round < 20; round++) {
      await app.query("BEGIN");
      const { rows } = await app.query("SELECT api.open_view($1, $2, 1, 2, NULL, NULL) AS opened", [expert.secret, id]);
      await app.query("SET LOCAL synchronous_commit = off");
      await app.query("COMMIT");
      const read = () => app.query("SELECT * FROM api.read_view($1, $2)", [expert.secret, rows[0].opened.ticket]);
      const committed = (await admin.query("SELECT pg_current_wal_insert_lsn() AS at")).rows[0].at;
      const onDisk = async () => (await admin.query("SELECT pg_current_wal_flush_lsn() >= $1::pg_lsn AS yes", [committed])).rows[0].yes;
      expect(await onDisk()).toBe(false);
      await expect(read()).rejects.toMatchObject({ code: "RR425" });
      await app.query("SELECT pg_logical_emit_message(true, 'reading-room', '-')");
      expect((await read()).rowCount).toBe(2);
      expect(await onDisk()).toBe(true);
    }
  });

  test("constraints checked early, or a commit of nothing, take no entry past the disk", async () => {
    await app.query("BEGIN");
    const { rows } = await app.query("SELECT api.open_view($1, $2, 1, 2, NULL, NULL) AS opened", [expert.secret, id]);
    await app.query("SET CONSTRAINTS ALL IMMEDIATE; SET synchronous_commit = off");
    await app.query("COMMIT");
    await app.query("SELECT txid_current()");
    await expect(app.query("SELECT * FROM api.read_view($1, $2)", [expert.secret, rows[0].opened.ticket])).rejects.toMatchObject({
      code: "RR425",
    });
    await app.query("RESET synchronous_commit");
  });

  test("who asks in good faith is answered: one after the other, many at once, and beside others' unflushed work", async () => {
    for (let look = 0; look < 10; look++) expect((await viewConversation(expert, { id })).items).toHaveLength(2);
    const looks = await Promise.all(Array.from({ length: 64 }, () => viewConversation(expert, { id })));
    expect(new Set(looks.map(({ entry }) => entry)).size).toBe(64);
    await admin.query("SET synchronous_commit = off; CREATE TABLE beside (x int)");
    for (let look = 0; look < 10; look++) {
      await admin.query("INSERT INTO beside SELECT generate_series(1, 10)");
      expect((await viewConversation(expert, { id })).items).toHaveLength(2);
    }
    expect((await searchConversations(expert, SearchConversations.parse({ q: "wrote" }))).items).toHaveLength(1);
    expect((await countConversations(expert, { q: "wrote" })).count.value).toBe(1);
  });
});

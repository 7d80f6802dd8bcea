import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";
import { examine } from "../doctor";
import type { Finding } from "./check";

let world: World;
let folder: string;
beforeAll(async () => {
  world = await newWorld();
  folder = await mkdtemp(path.join(tmpdir(), "rr-doctor-"));
  const { app, intake, sequencer, reporter, superuser } = inject("passwords");
  await writeFile(
    path.join(folder, "secrets.json"),
    JSON.stringify({ superuser, app, intake, sequencer, reporter, auth: "only-for-tests" }),
    { mode: 0o600 },
  );
  process.env.READING_ROOM_DATA = folder;
  process.env.DATABASE_URL = world.url;
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await rm(folder, { recursive: true });
  await world.close();
});

async function found(name: string): Promise<Finding | undefined> {
  return (await examine()).find((finding) => finding.name === name);
}

test("a database as the migrations make it passes, apart from what only a running room has", async () => {
  const findings = await examine();
  expect(findings.filter(({ state }) => state === "failed")).toEqual([]);
  expect(findings.length).toBeGreaterThan(18);
  for (const { name, says, state, todo } of findings) {
    expect(says, name).toMatch(/\.$/);
    if (state !== "ok") expect(todo, name).toBeTruthy();
  }
});

const harms: readonly (readonly [check: string, harm: string, undo: string])[] = [
  [
    "triggers",
    "ALTER TABLE audit.entry DISABLE TRIGGER entries_are_never_changed",
    "ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER entries_are_never_changed",
  ],
  [
    "triggers",
    "ALTER TABLE audit.entry ENABLE TRIGGER entries_are_never_truncated",
    "ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER entries_are_never_truncated",
  ],
  [
    "triggers",
    "ALTER TABLE release.hold DISABLE TRIGGER holds_are_not_rewritten",
    "ALTER TABLE release.hold ENABLE TRIGGER holds_are_not_rewritten",
  ],
  ["grants", "GRANT SELECT ON record.conversation_text TO rr_app", "REVOKE SELECT ON record.conversation_text FROM rr_app"],
  ["grants", "GRANT DELETE ON audit.entry TO rr_app", "REVOKE DELETE ON audit.entry FROM rr_app"],
  ["row-level security", "ALTER TABLE work.code NO FORCE ROW LEVEL SECURITY", "ALTER TABLE work.code FORCE ROW LEVEL SECURITY"],
  [
    "permissions",
    "DELETE FROM access.permission WHERE role = 'monitor' AND action = 'audit:read'",
    "INSERT INTO access.permission (role, action, needs_factor, needs_undertaking, needs_tier) VALUES ('monitor', 'audit:read', true, true, false)",
  ],
  ["indexes", "DROP INDEX oversight.hour_by_time", "CREATE INDEX hour_by_time ON oversight.hour (log_id, hour)"],
  [
    "migrations",
    "UPDATE public._prisma_migrations SET checksum = reverse(checksum) WHERE migration_name LIKE '%_access'",
    "UPDATE public._prisma_migrations SET checksum = reverse(checksum) WHERE migration_name LIKE '%_access'",
  ],
];
test.each(harms)("%s: what somebody changed by hand is found, and what to do is said (%s)", async (name, harm, undo) => {
  const admin: pg.Client = world.admin;
  await admin.query("SET session_replication_role = origin");
  await admin.query(harm);
  try {
    const finding = await found(name);
    expect(finding?.state, finding?.says).toBe("failed");
    expect(finding?.todo).toBeTruthy();
  } finally {
    await admin.query(undo);
  }
  expect((await found(name))?.state).toBe("ok");
});

test("a secret that others may read, a password that does not open and a server that is away are found", async () => {
  const file = path.join(folder, "log-signing-key.pem");
  await writeFile(file, "key", { mode: 0o644 });
  expect((await found("secrets"))?.state).toBe("failed");
  await rm(file);
  process.env.DATABASE_URL = "postgresql://nobody:x@127.0.0.1:1/none";
  expect(await found("database")).toMatchObject({ state: "failed" });
  process.env.DATABASE_URL = world.url;
});

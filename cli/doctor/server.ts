// The database server: its version and settings, the migrations, the accounts, the clock.
import { permissionRows } from "@/domain/access/permissions";
import { connected } from "@/prisma/connect";
import { readMigrations } from "@/prisma/migrate";
import type { Database } from "@/prisma/open";
import { type Check, column, doubtful, type Finding, fine, noneOf, restoreRights, wrong } from "./check";

export const version: Check = async (client) => {
  const [number = "0", name = ""] = await column(
    client,
    "SELECT unnest(ARRAY[current_setting('server_version_num'), current_setting('server_version')])",
  );
  if (Number(number) >= 150_000) return fine("database", `PostgreSQL ${name} answers.`);
  return wrong("database", `PostgreSQL ${name} is too old.`, "Move to PostgreSQL 15 or newer: pg_dump there, pg_restore here.");
};

export const flushing: Check = async (client) => {
  const off = await column(
    client,
    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off'",
  );
  return noneOf("flushing", off, {
    good: "What is committed is on disk: fsync, synchronous_commit and full_page_writes are on.",
    bad: "Switched off",
    todo: "Switch them on in postgresql.conf and restart the server. Until then no entry is written and nothing opens.",
  });
};

export const migrations: Check = async (client) => {
  const known = await readMigrations();
  const table = (await column(client, "SELECT to_regclass('public._prisma_migrations')::text"))[0];
  if (table === "null") return wrong("migrations", "The database is empty.", "Run `npm start` once: it makes everything.");
  const { rows } = await client.query(
    "SELECT migration_name AS name, checksum FROM public._prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL",
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name as string, checksum as string]));
  const edited = known.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  const missing = known.filter(({ name }) => !applied.has(name));
  const strange = [...applied.keys()].filter((name) => !known.some((one) => one.name === name));
  if (edited[0])
    return wrong(
      "migrations",
      `${edited[0].name} was edited after it was applied.`,
      "Put the file back as it was released (git checkout).",
    );
  if (strange[0])
    return wrong(
      "migrations",
      `The database knows ${strange[0]}, this program does not.`,
      "The program is older than the database: git pull, or restore the backup made before the upgrade.",
    );
  if (missing[0])
    return wrong(
      "migrations",
      `${missing.length} of ${known.length} are not applied, from ${missing[0].name} on.`,
      "Run `npm start`: it applies them.",
    );
  return fine("migrations", `All ${known.length} are applied, as they were released.`);
};

export const extensions: Check = async (client) => {
  const more = await column(client, "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1");
  const dangerous = more.filter((name) => /dblink|_fdw$|plpython|plperlu|pltclu|adminpack|file_/.test(name));
  return noneOf("extensions", dangerous, {
    good: more.length === 0 ? "None is needed, none is installed." : `None is needed; installed: ${more.join(", ")}.`,
    bad: "Installed, and reaching out of the database",
    todo: "DROP EXTENSION what nobody can account for.",
  });
};

export const roles: Check = async (client) => {
  const ours = ["rr_app", "rr_intake", "rr_owner", "rr_reporter", "rr_sequencer"];
  const there = await column(client, "SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)", [ours]);
  const missing = ours.filter((role) => !there.includes(role));
  if (missing.length > 0) return wrong("accounts", `Missing: ${missing.join(", ")}.`, "Run `npm start`: it makes them.");
  const mighty = await column(
    client,
    `SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication OR rolinherit OR (rolname = 'rr_owner' AND rolcanlogin))
     UNION SELECT member::regrole::text FROM pg_auth_members WHERE member = ANY (SELECT oid FROM pg_roles WHERE rolname = ANY ($1) AND rolname <> 'rr_owner')`,
    [ours],
  );
  return noneOf("accounts", mighty, {
    good: "Each has its own rights and no more.",
    bad: "With rights that reach past their grants",
    todo: restoreRights,
  });
};

/** Whether each account signs in with the password that is kept. */
export async function passwords({ appUrl, intakeUrl, sequencerUrl, reporterUrl }: Database): Promise<Finding> {
  const urls = { rr_app: appUrl, rr_intake: intakeUrl, rr_sequencer: sequencerUrl, rr_reporter: reporterUrl };
  const refused: string[] = [];
  for (const [role, url] of Object.entries(urls)) await connected(url, async () => undefined).catch(() => refused.push(role));
  return noneOf("passwords", refused, {
    good: "Every account signs in with the password in secrets.json.",
    bad: "The kept password does not open",
    todo: "Two installations on one server lock each other out: give each a server of its own, or the same secrets.json. `npm start` sets the passwords again.",
  });
}

export const policy: Check = async (client) => {
  const rows = await column(
    client,
    `SELECT coalesce(r.role, p.role::text) || ' ' || coalesce(r.action, p.action) FROM jsonb_to_recordset($1::jsonb) r(role text, action text, "needsUndertaking" boolean, "needsTier" boolean)
     FULL JOIN access.permission p ON p.role::text = r.role AND p.action = r.action
     WHERE r.role IS NULL OR p.role IS NULL OR (r."needsUndertaking", r."needsTier") IS DISTINCT FROM (p.needs_undertaking, p.needs_tier)`,
    [JSON.stringify(permissionRows())],
  );
  return noneOf("permissions", rows, {
    good: "The database’s copy of the permission table is the one of this program.",
    bad: "The copies differ on",
    todo: "Run `npm start`: it writes the table again, and enters in the log that it changed.",
  });
};

const SKEW = 2_000;

export const clock: Check = async (client) => {
  const before = Date.now();
  const { rows } = await client.query(
    "SELECT clock_timestamp() AS at, (SELECT max(at) FROM audit.entry WHERE id > (SELECT max(id) - 100 FROM audit.entry)) AS newest",
  );
  const skew = Math.abs(rows[0].at.getTime() - (before + Date.now()) / 2);
  if (rows[0].newest && rows[0].newest.getTime() > rows[0].at.getTime() + SKEW)
    return wrong(
      "clock",
      `The newest entry of the log is dated ${rows[0].newest.toISOString()}, which is still to come.`,
      "The clock of the database was set back. Set it right (NTP), and tell the monitor when it was wrong.",
    );
  if (skew > SKEW)
    return doubtful(
      "clock",
      `This machine and the database differ by ${(skew / 1000).toFixed(1)} seconds.`,
      "Let both follow a time server (NTP): second factors and entries are dated by them.",
    );
  return fine("clock", "This machine and the database agree on the time, and no entry is dated later.");
};

// Applies prisma/migrations/*/migration.sql the way `prisma migrate deploy` does, over node-postgres: same table, same checksums,
// same advisory lock. Prisma's own command needs a native engine from the network.
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { permissionRows } from "@/domain/access/permissions";
import { connected } from "./connect";
import { freezeLog, isFrozen, openMaintenance } from "./freeze";

const migrations = path.resolve(import.meta.dirname, "migrations");
const PRISMA_LOCK = 72707369;

const TABLE = `CREATE TABLE IF NOT EXISTS public._prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

export type Passwords = { app: string; intake: string; sequencer: string; reporter: string };

/**
 * Makes the roles and rights that every database of the server shares: rr_owner owns everything and cannot sign in, rr_app is the
 * web process, rr_intake loads volumes, rr_sequencer adds to the trees over the log, rr_reporter sums the
 * log up and keeps reports, rr_migrator may become the owner, and rr_monitor is what an account of the court's own is a member of: neither
 * signs in. `url` must be allowed to create roles.
 */
export async function makeRoles(url: string, passwords: Passwords) {
  await againWhenOvertaken(() => makeEachRole(url, passwords));
}

function makeEachRole(url: string, passwords: Passwords): Promise<void> {
  return connected(url, async (client) => {
    const known = new Set((await client.query("SELECT rolname FROM pg_roles WHERE rolname LIKE 'rr\\_%'")).rows.map((row) => row.rolname));
    for (const role of ["rr_owner", "rr_migrator", "rr_monitor"])
      if (!known.has(role)) await client.query(`CREATE ROLE ${role} NOLOGIN NOINHERIT`);
    for (const [role, password] of [
      ["rr_app", passwords.app],
      ["rr_intake", passwords.intake],
      ["rr_sequencer", passwords.sequencer],
      ["rr_reporter", passwords.reporter],
    ] as const) {
      const verb = known.has(role) ? "ALTER" : "CREATE";
      await client.query(
        `${verb} ROLE ${role} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
    await client.query("ALTER ROLE rr_app SET statement_timeout = '60s'");
    await client.query("ALTER ROLE rr_app SET idle_in_transaction_session_timeout = '60s'");
    await client.query("GRANT rr_owner TO rr_migrator; GRANT rr_owner, rr_migrator TO CURRENT_USER");
    await keepWordsOutOfLog(client);
  });
}

/** Roles belong to the whole server, and no lock reaches across its databases: who comes second to change one is turned away. */
const OVERTAKEN = ["XX000", "23505", "42710"];
const TRIES = 50;

async function againWhenOvertaken(change: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return await change();
    } catch (error) {
      if (tries === TRIES || !OVERTAKEN.includes((error as { code?: string }).code ?? "")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * Math.random()));
    }
}

// The context of an error quotes the statement that a search was carried out by, with its words, and a statement that is logged for its
// length or its error is logged with its parameters: work product, for the operator to read. Only a superuser may set these; where another
// account migrates, they belong in the server's own configuration.
async function keepWordsOutOfLog(client: pg.Client) {
  for (const role of ["rr_app", "rr_intake", "rr_sequencer", "rr_reporter"])
    for (const setting of ["log_error_verbosity = terse", "log_parameter_max_length = 0", "log_parameter_max_length_on_error = 0"])
      await client.query(`ALTER ROLE ${role} SET ${setting}`).catch((error: { code?: string }) => {
        if (error.code !== "42501") throw error;
      });
}

/**
 * Brings the database behind `url` up to date and writes the permission table into it.
 * Returns the names of the migrations it applied. Throws when one fails (nothing of it stays) or was edited afterwards.
 */
export function migrate(url: string): Promise<string[]> {
  return connected(url, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    const name = client.escapeIdentifier(client.database ?? "");
    await client.query(
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${name} TO rr_app, rr_intake, rr_sequencer, rr_reporter, rr_monitor; GRANT CREATE, TEMPORARY ON DATABASE ${name} TO rr_owner`,
    );
    await client.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC; ${TABLE}`);
    const { rows } = await client.query(
      "SELECT migration_name, checksum, finished_at FROM public._prisma_migrations WHERE rolled_back_at IS NULL",
    );
    const known = new Map(rows.map((row) => [row.migration_name, row]));
    const applied: string[] = [];
    const frozen = await isFrozen(client);
    for (const migration of await readMigrations()) {
      const row = known.get(migration.name);
      if (row && row.checksum !== migration.checksum) throw new Error(`Migration ${migration.name} was edited after it was applied.`);
      if (row) continue;
      await apply(client, migration, frozen);
      applied.push(migration.name);
    }
    await writePermissions(client);
    await freezeLog(client);
    return applied;
  });
}

export type Migration = { name: string; sql: string; checksum: string };

/** The migrations of this program, in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrations, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(migrations, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration, frozen: boolean) {
  try {
    await client.query("BEGIN; SET LOCAL ROLE rr_migrator; SET LOCAL ROLE rr_owner");
    if (frozen) await openMaintenance(client, name);
    await client.query(sql);
    await client.query("RESET ROLE");
    await client.query(
      "INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`Migration ${name}: ${(error as Error).message}`, { cause: error });
  }
}

async function writePermissions(client: pg.Client) {
  await client.query("BEGIN; SET LOCAL ROLE rr_owner; LOCK TABLE access.permission");
  const { rows } = await client.query("SELECT access.policy() AS before");
  await client.query("DELETE FROM access.permission");
  await client.query(
    `INSERT INTO access.permission (role, action, needs_factor, needs_undertaking, needs_tier, needs_step_up)
     SELECT (r->>'role')::access.role, r->>'action', (r->>'needsFactor')::boolean, (r->>'needsUndertaking')::boolean, (r->>'needsTier')::boolean, r->>'needsStepUp'
     FROM jsonb_array_elements($1::jsonb) r`,
    [JSON.stringify(permissionRows())],
  );
  // Who may do what is part of every log that it explains.
  await client.query(
    "SELECT access.enter_policy(log.id) FROM (SELECT id FROM access.matter UNION ALL SELECT NULL) log WHERE access.policy() <> $1::jsonb",
    [JSON.stringify(rows[0].before)],
  );
  await client.query("COMMIT");
}

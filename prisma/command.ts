// What every command begins and ends with: the database, a person who acts, and a short session of theirs.
import { type Action, permissions, type Role } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { findActor, signOut } from "@/domain/people/session";
import { db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { asOwner, connected } from "./connect";
import { type Database, openDatabase, openDataFolder } from "./open";
import { openHostSession } from "./session";

export type Host = { readonly database: Database; readonly close: () => Promise<void> };
export type Acting = { readonly action: Action; readonly as?: string; readonly matter?: string };

/** Opens the database, and starts the embedded one where it does not run. What was started is stopped by `close`, unless it serves others. */
export async function openHost(): Promise<Host> {
  const folder = openDataFolder();
  const database = await openDatabase(folder);
  process.env.READING_ROOM_APP_URL = database.appUrl;
  process.env.READING_ROOM_DATA = folder;
  process.env.NEXTAUTH_SECRET ??= database.secrets.auth;
  process.env.READING_ROOM_FACTOR_KEY ??= database.secrets.factors;
  const close = async () => {
    await db().$disconnect();
    if (database.started && !(await isInUse(database))) await database.stop();
  };
  return { database, close };
}

/**
 * Opens a session for the one who acts: the person named, or the first active person of the host whose role permits the action.
 * End it with signOut. Throws DomainError where there is nobody who may.
 */
export async function openActor(database: Database, { action, as, matter }: Acting): Promise<Actor> {
  const person = await findPerson(database, action, as?.toLowerCase(), matter);
  const expires = new Date(Date.now() + 24 * 3600 * 1000);
  const secret = await connected(database.adminUrl, (client) =>
    asOwner(client, () =>
      openHostSession(client, {
        email: person.email,
        kind: "command",
        label: `command: ${action}`,
        expiresAt: expires,
        matter: person.matter,
      }),
    ),
  );
  const actor = secret && (await findActor(secret));
  if (!actor) throw new DomainError("unauthenticated", `${person.email} has no access to a matter.`);
  return actor;
}

/** Ends what openActor opened. */
export function closeActor({ secret }: Actor): Promise<void> {
  return signOut(secret).catch(() => undefined);
}

type Member = { email: string; side: string; role: Role; matter: string; slug: string };

async function findPerson(database: Database, action: Action, as: string | undefined, matter: string | undefined): Promise<Member> {
  const matters = await ask<{ slug: string }>(database, "SELECT slug FROM access.matter");
  if (matters.length === 0) throw new DomainError("not_found", "There is no matter yet. Make one with `matter add`.");
  if (matter && !matters.some(({ slug }) => slug === matter)) throw new DomainError("not_found", `There is no matter ${matter}.`);
  const members = await ask<Member>(
    database,
    `SELECT p.email, m.side, m.role, t.id AS matter, t.slug FROM access.membership m
     JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL JOIN access.matter t ON t.id = m.matter_id
     WHERE m.ended_at IS NULL ORDER BY m.granted_at, p.email`,
  );
  const here = members.filter(({ slug }) => !matter || slug === matter);
  if (here.length === 0) throw new DomainError("not_found", "Nobody is of this matter yet. Add its first custodian with `person add`.");
  if (as) {
    const named = here.find(({ email }) => email === as);
    if (named) return named;
    throw new DomainError("unauthenticated", `${as} is not an active person${matter ? ` of ${matter}` : ""}.`);
  }
  // Whoever is at the terminal has the host's rights; what only the monitor may do there is done in the monitor's name, and says so in the log.
  const able = here.filter(({ role }) => permissions[role].includes(action));
  const found = able.find(({ side }) => side === "host") ?? (action === "audit:export" && able.find(({ role }) => role === "monitor"));
  if (found) return found;
  throw new DomainError("refused", "Nobody of the host may do this. Name who does with --as EMAIL.", { rule: "role" });
}

// A server that this command started may have been found and taken by another since.
async function isInUse(database: Database): Promise<boolean> {
  const rows = await ask(database, "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()").catch(
    () => [],
  );
  return rows.length > 0;
}

function ask<Row>({ adminUrl }: Database, sql: string): Promise<Row[]> {
  return connected(adminUrl, (client) => asOwner(client, async () => (await client.query(sql)).rows));
}

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import type { NormalisedConversation } from "@/domain/formats/schema";
import { hashSecret } from "@/domain/people/session";
import { asOwner, connected } from "@/prisma/connect";
import { noteAtHost } from "@/prisma/founding";
import type { Database } from "@/prisma/open";
import { accountTable, findAccounts, makeAccounts } from "./accounts";
import { codingSides, starterCodes } from "./codebook";
import { challengeOne, discloseCandidates } from "./disclosures";
import { cast, makeMatter } from "./matter";
import { mainConversations, pairConversations, volumes } from "./scenarios";
import { areSealed, sealSides } from "./sealing";
import { makeVolume } from "./volume";

const slug = "halcyon";
const caption = "In re Halcyon AI Copyright Litigation, No. 25-md-9143 (demonstration)";
const LOCK = 72707371;
const YEAR = 365 * 86_400_000;

/**
 * Makes the demonstration: a matter with its order and people, of whom the host's have signed, two volumes, a codebook and keys for each
 * side, experts who wait, and accounts, whose passwords it prints once and keeps in `folder`/demo-accounts.json. Does nothing where another
 * matter lives already.
 *
 * Each step is all or nothing and looks for its own result first. A start that was killed is therefore finished by the next one,
 * and no mark is needed that says how far it came.
 */
export async function loadDemonstration(database: Database, folder: string, say: (text: string) => void): Promise<void> {
  await connected(database.adminUrl, async (client) => {
    // Two starts on one data folder take turns; the lock goes with the connection.
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const matter = await openMatter(client, say);
    if (!matter) return;
    await signForHost(client, matter);
    await loadVolume(client, database, matter, volumes.main, mainConversations(), say);
    await loadVolume(client, database, matter, volumes.pairs, pairConversations(), say);
    await startCodebooks(client, matter);
    await discloseCandidates(client, matter);
    await challengeOne(client, matter);
    await openAccounts(client, matter, path.join(folder, "demo-accounts.json"), say);
  });
}

async function openMatter(client: pg.Client, say: (text: string) => void): Promise<string | null> {
  const { rows } = await client.query("SELECT id, slug FROM access.matter");
  const found = rows.find((row) => row.slug === slug);
  if (found) return found.id;
  if (rows.length > 0) return null;
  say("making the demonstration matter");
  return makeMatter(client, {
    slug,
    caption,
    people: cast.map((person) => ({ ...person, password: null })),
    order: {
      title: "Stipulated Protective Order Governing Conversation Logs",
      body: await readFile(path.join(import.meta.dirname, "protective-order.md"), "utf8"),
      inForceFrom: "2025-03-17T00:00:00Z",
      // The rule of the order's own Section 6.2: a demonstration should feel what reviewers live with.
      settings: { tiers: ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY"], idleMinutes: 30, absoluteHours: 12, mfa: false },
    },
  });
}

/**
 * The people of the host set the matter up, so they have read its order and signed it: commands work from the first start. Each signs
 * in a session of their own, as at the terminal. Everybody else signs in the app.
 */
async function signForHost(client: pg.Client, matter: string) {
  await asOwner(client, async () => {
    const { rows } = await client.query(
      `SELECT p.id, p.email FROM access.membership m JOIN access.person p ON p.id = m.person_id WHERE m.matter_id = $1 AND m.side = 'host'
         AND m.ended_at IS NULL AND NOT EXISTS (SELECT FROM access.undertaking u WHERE u.person_id = p.id) ORDER BY p.email`,
      [matter],
    );
    for (const { id, email } of rows) {
      const secret = randomBytes(32).toString("base64url");
      const opened = await client.query("SELECT api.open_session($1, $2, 'command', 'demonstration', NULL, $3) AS session", [
        ...[email, hashSecret(secret), matter],
      ]);
      await client.query(
        `WITH signed AS (
           INSERT INTO access.undertaking (person_id, order_id, order_sha256, signed_name)
           SELECT p.id, o.id, o.sha256, p.name FROM access.person p, access.protective_order o
           WHERE p.id = $1 AND o.matter_id = $2 AND o.version = 1 RETURNING *)
         SELECT audit.append(access.as_actor(p, m, $3, 'command'), 'undertaking:sign', 'order:1', 'done', NULL,
           jsonb_build_object('hash', encode(s.order_sha256, 'hex'), 'name', s.signed_name), NULL, NULL)
         FROM signed s JOIN access.person p ON p.id = s.person_id JOIN access.membership m ON m.person_id = p.id AND m.matter_id = $2`,
        [id, matter, opened.rows[0].session],
      );
      await client.query("SELECT api.close_session($1)", [secret]);
    }
  });
}

type VolumeOf = (typeof volumes)[keyof typeof volumes];

async function loadVolume(
  client: pg.Client,
  database: Database,
  matter: string,
  volume: VolumeOf,
  conversations: Iterable<NormalisedConversation>,
  say: (text: string) => void,
) {
  const { rowCount } = await client.query("SELECT FROM record.volume WHERE matter_id = $1 AND name = $2", [matter, volume.name]);
  if (rowCount) return;
  const { count: _count, ...described } = volume;
  const size = await makeVolume(database.intakeUrl, { matter, ...described }, conversations);
  say(`${volume.name}: ${size.toLocaleString("en-US")} conversations`);
}

/** The codes of both sides and what the log says about the beginning, in one transaction: the first without the second cannot be. */
async function startCodebooks(client: pg.Client, matter: string) {
  const { rowCount } = await client.query("SELECT FROM work.code WHERE matter_id = $1 LIMIT 1", [matter]);
  if (rowCount) return;
  await asOwner(client, async () => {
    const { rows } = await client.query("SELECT name, size FROM record.volume WHERE matter_id = $1 ORDER BY id", [matter]);
    for (const { name, size } of rows)
      await noteAtHost(client, matter, "intake:run", { object: `volume:${name}`, detail: { volume: name, conversations: size } });
    for (const side of codingSides) {
      await noteAtHost(client, matter, "codebook:keep", {
        side,
        detail: { codes: starterCodes.length },
        sealed: { codes: starterCodes.map(({ key }) => key) },
      });
      await client.query(
        `INSERT INTO work.code (matter_id, side, key, label, "group", position, created_by)
       SELECT $1, $2::access.side, c->>'key', c->>'label', c->>'group', n, p.id
       FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY x(c, n), access.person p JOIN access.membership m ON m.person_id = p.id
       WHERE m.matter_id = $1 AND m.side = $2::access.side AND m.role = 'counsel'`,
        [matter, side, JSON.stringify(starterCodes)],
      );
    }
  });
}

async function openAccounts(client: pg.Client, matter: string, file: string, say: (text: string) => void) {
  const found = await findAccounts(client, file);
  // Accounts of an older demonstration have passwords and no keys yet.
  if (found && !(await areSealed(client, matter))) await asOwner(client, () => sealSides(client, matter, found));
  if (found) return say(`the demonstration is here; its passwords are in ${file}`);
  const accounts = await makeAccounts(client, matter, file, new Date(Date.now() + YEAR), (made) => sealSides(client, matter, made));
  say(`the demonstration is ready; its passwords are kept in ${file}`);
  console.log(`\n${accountTable(accounts)}\n`);
}

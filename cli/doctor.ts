import path from "node:path";
import type { Command as Commander } from "commander";
import type pg from "pg";
import { connected } from "@/prisma/connect";
import { type Database, openDataFolder, reachDatabase } from "@/prisma/open";
import type { Check, Finding } from "./doctor/check";
import { wrong } from "./doctor/check";
import { room, secrets } from "./doctor/disk";
import { continues, keyOf, sequenced, signed, summed, witnessed } from "./doctor/log";
import { grants, indexes, triggers, walls } from "./doctor/rights";
import { clock, extensions, flushing, migrations, passwords, policy, roles, version } from "./doctor/server";
import { answering, exit } from "./frame";

/** `doctor`. */
export function addDoctor(program: Commander): void {
  program
    .command("doctor")
    .description(
      "Check database, extensions, grants, triggers, indexes, clock, disk and the log’s signature, and say what to do about each failure. Changes nothing.",
    )
    .option("--json", "one JSON document on standard output")
    .action((options: { readonly json?: boolean }) =>
      answering(options, async () => {
        const findings = await examine();
        const failed = findings.filter(({ state }) => state === "failed").length;
        if (failed > 0) process.exitCode = exit.failed;
        return { json: { ok: failed === 0, checks: findings }, lines: findings.flatMap(linesOf) };
      }),
    );
}

/** Everything that can be known of an installation without changing it. */
export async function examine(): Promise<Finding[]> {
  const folder = openDataFolder();
  const key = process.env.READING_ROOM_LOG_KEY ?? path.join(folder, "log-signing-key.pem");
  let database: Database;
  try {
    database = await reachDatabase(folder);
  } catch (error) {
    return [
      secrets(folder, key),
      wrong("database", (error as Error).message, "Free what keeps it from starting, or set DATABASE_URL to a server that runs."),
    ];
  }
  try {
    return await connected(database.adminUrl, (client) => examineAll(client, database, folder, key));
  } catch (error) {
    return [
      secrets(folder, key),
      wrong(
        "database",
        `It does not answer: ${(error as Error).message}.`,
        "Start the server that DATABASE_URL names, and look at the account and password in it.",
      ),
    ];
  } finally {
    if (database.started) await database.stop();
  }
}

async function examineAll(client: pg.Client, database: Database, folder: string, key: string): Promise<Finding[]> {
  const findings: Finding[] = [await version(client), await flushing(client)];
  const made = await migrations(client);
  findings.push(made, await room(folder, database.embedded), secrets(folder, key));
  // Without its tables there is nothing more to look at.
  if (made.state === "failed" && made.says.includes("empty")) return findings;
  const checks: readonly (readonly [name: string, check: Check])[] = [
    ["extensions", extensions],
    ["accounts", roles],
    ["passwords", () => passwords(database)],
    ["permissions", policy],
    ["grants", grants],
    ["triggers", triggers],
    ["row-level security", walls],
    ["indexes", indexes],
    ["clock", clock],
    ["log", () => continues(database, folder)],
    ["log key", () => keyOf(client, key)],
    ["signature", signed],
    ["sequencer", sequenced],
    ["witness", witnessed],
    ["reporter", summed],
  ];
  for (const [name, check] of checks) findings.push(await check(client).catch((error: Error) => unable(name, error)));
  return findings;
}

function unable(name: string, error: Error): Finding {
  return wrong(
    name,
    `This could not be looked at: ${error.message}.`,
    "A part of the database is missing or not readable: see what the check of the migrations says.",
  );
}

const marks = { ok: "ok     ", warning: "doubt  ", failed: "FAILED " };

function linesOf({ name, state, says, todo }: Finding): string[] {
  return [`${marks[state]} ${name}: ${says}`, ...(todo ? [`         ${todo}`] : [])];
}

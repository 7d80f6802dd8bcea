// Finds or starts the database and brings it up to date: what the server, the commands and the tests all begin with.
import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startCluster } from "./cluster";
import { makeRoles, migrate } from "./migrate";

export type Secrets = {
  superuser: string;
  app: string;
  intake: string;
  sequencer: string;
  reporter: string;
  auth: string;
  factors: string;
};

export type Database = {
  /** May do everything; for migrations and the operator alone. */
  adminUrl: string;
  /** rr_app: what the web process is given. */
  appUrl: string;
  /** rr_intake: loads volumes, reads no text. */
  intakeUrl: string;
  /** rr_sequencer: puts entries into trees and reads nothing else. */
  sequencerUrl: string;
  /** rr_reporter: sums the log up for the monitor, and keeps reports and flags. */
  reporterUrl: string;
  secrets: Secrets;
  /** Names of the migrations that were applied now. */
  applied: string[];
  /** Whether this is the embedded server, which then may be stopped. */
  embedded: boolean;
  /** Whether the embedded server was started now, and not found running. */
  started: boolean;
  stop: () => Promise<void>;
};

/** The folder for everything that is not code, made when it is missing. Throws with what to do when it cannot be used. */
export function openDataFolder(dir = process.env.READING_ROOM_DATA ?? ".data"): string {
  const folder = path.resolve(dir);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `The data folder ${folder} cannot be used (${(error as { code?: string }).code}). Give this account the right to write there, or set READING_ROOM_DATA to another folder.`,
    );
  }
  return folder;
}

/** Passwords and keys of this installation, each made once and kept in the data folder with mode 600. */
export function openSecrets(folder: string): Secrets {
  const file = path.join(folder, "secrets.json");
  const kept: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const make = () => randomBytes(24).toString("base64url");
  const long = () => randomBytes(32).toString("base64url");
  const made: Secrets = {
    superuser: make(),
    app: make(),
    intake: make(),
    sequencer: make(),
    reporter: make(),
    auth: long(),
    factors: long(),
  };
  const secrets = { ...made, ...kept };
  if (Object.keys(kept).length < Object.keys(secrets).length) {
    writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}

/** Starts the embedded server, or takes the one DATABASE_URL names, and migrates it. `environment` is that of the server started. */
export async function openDatabase(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Database> {
  const database = await reachDatabase(folder, environment);
  try {
    await makeRoles(database.adminUrl, database.secrets);
    return { ...database, applied: await migrate(database.adminUrl) };
  } catch (error) {
    // A server that was found running serves somebody else: what fails here is no reason to stop it under them.
    if (database.started) await database.stop();
    throw error;
  }
}

/** The same database as it stands: nothing of it is made, migrated or set. */
export async function reachDatabase(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Database> {
  const secrets = openSecrets(folder);
  const given = process.env.DATABASE_URL || undefined; // empty is as good as not set
  const cluster = given ? null : await startCluster(path.join(folder, "postgres"), secrets.superuser, {}, environment);
  const adminUrl = given ?? cluster?.url ?? "";
  return {
    adminUrl,
    appUrl: as(adminUrl, "rr_app", secrets.app),
    intakeUrl: as(adminUrl, "rr_intake", secrets.intake),
    sequencerUrl: as(adminUrl, "rr_sequencer", secrets.sequencer),
    reporterUrl: as(adminUrl, "rr_reporter", secrets.reporter),
    secrets,
    applied: [],
    embedded: cluster !== null,
    started: cluster?.started ?? false,
    stop: async () => cluster?.stop(),
  };
}

/** The same database for another account. */
export function as(url: string, user: string, password: string): string {
  const other = new URL(url);
  other.username = user;
  other.password = password;
  return other.href;
}

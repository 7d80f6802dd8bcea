// What every npm script needs first, with nothing but Node's own modules: on a bare clone nothing else is installed yet.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
process.env.NEXT_TELEMETRY_DISABLED = "1";

const began = performance.now();
/** A line about a long step, on standard error, with the seconds since the start. */
export const say = (text) => console.error(`[${((performance.now() - began) / 1000).toFixed(1).padStart(5)}s] ${text}`);

export const mtime = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
export const newest = (file) =>
  existsSync(file) && statSync(file).isDirectory()
    ? Math.max(
        0,
        ...readdirSync(file)
          .filter((name) => name !== "client")
          .map((name) => newest(path.join(file, name))),
      )
    : mtime(file);

/** Runs a command to its end; leaves with its exit code when it fails. */
export function must(file, ...args) {
  const { status } = spawnSync(file, args, { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs dependencies and generates the database client where they are missing or older than what they are made from. */
export function prepare() {
  if (mtime("package-lock.json") > mtime("node_modules/.package-lock.json")) {
    say("installing dependencies");
    must("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  }
  if (newest("prisma/schema") > mtime("prisma/client/client.ts")) {
    say("generating the database client");
    must(process.execPath, "node_modules/prisma/build/index.js", "generate", "--no-hints");
  }
}

/** The production build, made when it is missing or older than the sources. `READING_ROOM_DIST` keeps a second build apart. */
export function build() {
  const dist = process.env.READING_ROOM_DIST ?? ".next";
  const sources = [
    "app",
    "components",
    "domain",
    "lib",
    "prisma",
    "package-lock.json",
    "next.config.ts",
    "proxy.ts",
    "instrumentation-client.ts",
    "run/headers.mjs",
  ].map(newest);
  if (Math.max(...sources) <= mtime(path.join(dist, "BUILD_ID"))) return;
  say("building the pages (a quarter of a minute to a minute)");
  must(process.execPath, "node_modules/next/dist/bin/next", "build");
}

/** Starts a TypeScript program of the project. `react-server` lets it import what only a server may import. */
function startTypeScript(file, args = [], options = {}) {
  const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning"];
  return spawn(process.execPath, [...flags, file, ...args], { stdio: "inherit", ...options });
}

/** Runs a TypeScript program to its end and leaves with its exit code. Signals reach it through the process group. */
export function runTypeScript(file, args) {
  const child = startTypeScript(file, args);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

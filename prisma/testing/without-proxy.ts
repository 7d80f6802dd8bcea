// Serves the application of the browser tests once more, without its proxy: the same build and the same data, on another port. For the
// tests that hold that proxy.ts keeps nobody out. One argument: the port. Ends when its standard input does.
import { spawn } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { openDatabase, openDataFolder } from "@/prisma/open";

const [port = ""] = process.argv.slice(2);
const built = process.env.READING_ROOM_DIST ?? ".next-test";
const copy = `${built}-without-proxy`;

await rm(copy, { recursive: true, force: true });
await cp(built, copy, { recursive: true, filter: (file) => !/\/(cache|dev|types|trace)$/.test(file) });
const manifest = path.join(copy, "server/functions-config-manifest.json");
const { functions, ...rest } = JSON.parse(await readFile(manifest, "utf8")) as { functions: Record<string, unknown> };
const { "/_middleware": proxy, ...others } = functions;
if (!proxy) throw new Error("The build has no proxy to be left out.");
await writeFile(manifest, JSON.stringify({ ...rest, functions: others }));
await rm(path.join(copy, "server/middleware.js"));

const folder = openDataFolder();
const database = await openDatabase(folder);
const web = spawn(process.execPath, ["run/web.mjs"], {
  env: {
    ...process.env,
    NODE_ENV: "production",
    READING_ROOM_DIST: copy,
    PORT: port,
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    NEXTAUTH_SECRET: database.secrets.auth,
    READING_ROOM_FACTOR_KEY: database.secrets.factors,
    READING_ROOM_APP_URL: database.appUrl,
    READING_ROOM_DATA: folder,
  },
  stdio: ["ignore", "inherit", "inherit", "ipc"],
});
web.on("message", () => console.log("ready"));
web.on("exit", (code) => process.exit(code ?? 1));
process.stdin.on("end", () => web.kill("SIGTERM")).resume();

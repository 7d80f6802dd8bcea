import { defineConfig } from "@playwright/test";
import { ROOMS, room, roomOf } from "./e2e/room";
import { findBrowser } from "./run/browser.mjs";

export default defineConfig({
  testDir: "e2e",
  workers: ROOMS,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: ".data/e2e-results.json" }]],
  projects: [
    // Begins first: it waits for new codes of an authenticator, in an installation of its own, while the other worker works.
    { name: "signing-in", testMatch: "signing-in.spec.ts" },
    // The same build and data, served without the proxy: what strangers are answered must be the same.
    { name: "without-proxy", testMatch: "strangers.spec.ts", use: { baseURL: `http://127.0.0.1:${room.port + 1}` } },
    // Pictures for the README are taken on request, by `npm run screenshots`.
    { name: "room", testIgnore: ["signing-in.spec.ts", ...(process.env.SCREENSHOTS ? [] : ["screenshots.spec.ts"])] },
  ],
  use: {
    baseURL: `http://127.0.0.1:${room.port}`,
    launchOptions: {
      executablePath: findBrowser(),
      args: ["--disable-quic", "--disable-background-networking"],
    },
    // Keeping one makes every step slower: E2E_TRACE=1 where a failure has to be looked into.
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    viewport: { width: 1280, height: 800 },
  },
  // One after the other: the first one builds.
  webServer: Array.from({ length: ROOMS }, (_, n) => roomOf(n)).map(({ port: at, data }) => ({
    command: `rm -rf ${data} && node run/start.mjs`,
    url: `http://127.0.0.1:${at}/api/ready`,
    env: { PORT: String(at), READING_ROOM_DATA: data, READING_ROOM_DIST: ".next-test", DATABASE_URL: "" },
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    timeout: 300_000,
    stdout: "pipe" as const,
  })),
});

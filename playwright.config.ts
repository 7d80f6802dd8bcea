import { defineConfig } from "@playwright/test";
import { findBrowser } from "./run/browser.mjs";

const port = Number(process.env.E2E_PORT ?? 38_090);

export default defineConfig({
  testDir: "e2e",
  // Pictures for the README are taken on request, by `npm run screenshots`.
  testIgnore: process.env.SCREENSHOTS ? [] : ["screenshots.spec.ts"],
  workers: 1,
  timeout: 60_000,
  reporter: [["list"], ["json", { outputFile: ".data/e2e-results.json" }]],
  projects: [
    { name: "room" },
    // The same build and data, served without the proxy: what strangers are answered must be the same.
    { name: "without-proxy", testMatch: "strangers.spec.ts", use: { baseURL: `http://127.0.0.1:${port + 1}` } },
  ],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: {
      executablePath: findBrowser(),
      args: ["--disable-quic", "--disable-background-networking"],
    },
    trace: "retain-on-failure",
    viewport: { width: 1280, height: 800 },
  },
  webServer: {
    // Everything apart from a person's own copy: another port, another data folder made anew, another build.
    command: "rm -rf .data/test-e2e && node run/start.mjs",
    url: `http://127.0.0.1:${port}/api/ready`,
    env: { PORT: String(port), READING_ROOM_DATA: ".data/test-e2e", READING_ROOM_DIST: ".next-test", DATABASE_URL: "" },
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    timeout: 300_000,
    stdout: "pipe",
  },
});

// npm test: unit tests on a real PostgreSQL, then browser tests on the production build. The last line counts both.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { prepare, say } from "./bootstrap.mjs";

prepare();
mkdirSync(".data", { recursive: true });
const only = process.argv[2]; // "unit" or "e2e" runs one half

const run = (file, ...args) => spawnSync(file, args, { stdio: "inherit" }).status ?? 1;
const results = { unit: ".data/unit-results.json", e2e: ".data/e2e-results.json" };
let failed = false;
const counts = { passed: 0, failed: 0, skipped: 0 };

if (only !== "e2e") {
  say("unit tests");
  failed ||=
    run(
      process.execPath,
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${results.unit}`,
    ) !== 0;
  const unit = JSON.parse(readFileSync(results.unit, "utf8"));
  counts.passed += unit.numPassedTests;
  counts.failed += unit.numFailedTests + (unit.numFailedTestSuites && !unit.numFailedTests ? unit.numFailedTestSuites : 0);
  counts.skipped += unit.numPendingTests + unit.numTodoTests;
}

if (only !== "unit") {
  say("browser tests");
  await needBrowser();
  failed ||= run(process.execPath, "node_modules/@playwright/test/cli.js", "test", ...process.argv.slice(3)) !== 0;
  const { stats } = JSON.parse(readFileSync(results.e2e, "utf8"));
  counts.passed += stats.expected + stats.flaky;
  counts.failed += stats.unexpected;
  counts.skipped += stats.skipped;
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(failed || counts.passed === 0 ? 1 : 0);

/** Makes sure that there is a browser: installs Debian's, or else Playwright's own. Imported late, since a bare clone has no Playwright yet. */
async function needBrowser() {
  const { findBrowser } = await import("./browser.mjs");
  if (findBrowser()) return;
  say("installing a browser");
  const debian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const installed =
    debian && run("apt-get", "update", "-qq") === 0 && run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium") === 0;
  if (!installed && run("npx", "playwright", "install", "chromium") !== 0) process.exit(1);
}

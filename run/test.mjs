// npm test: unit tests on a real PostgreSQL, then browser tests on the production build. The last line counts both.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { prepare, say } from "./bootstrap.mjs";

prepare();
mkdirSync(".data", { recursive: true });
const only = process.argv[2]; // "unit" or "e2e" runs one half

const run = (file, ...args) => spawnSync(file, args, { stdio: "inherit" }).status ?? 1;
const counts = { passed: 0, failed: 0, skipped: 0 };

if (only !== "e2e") {
  say("unit tests");
  const file = ".data/unit-results.json";
  half(
    file,
    ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => [numPassedTests, numFailedTests, numPendingTests + numTodoTests],
  );
}
if (only !== "unit") {
  say("browser tests");
  await needBrowser();
  half(".data/e2e-results.json", ["node_modules/@playwright/test/cli.js", "test", ...process.argv.slice(3)], ({ stats }) => [
    stats.expected + stats.flaky,
    stats.unexpected,
    stats.skipped,
  ]);
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

/** Runs one half and adds what it counted. A runner that fails without a failed test, or leaves no count, is a failure of its own. */
function half(file, command, countsOf) {
  rmSync(file, { force: true });
  const ended = run(process.execPath, ...command) === 0;
  const [passed, failed, skipped] = existsSync(file) ? countsOf(JSON.parse(readFileSync(file, "utf8"))) : [0, 0, 0];
  counts.passed += passed;
  counts.failed += Math.max(failed, ended ? 0 : 1);
  counts.skipped += skipped;
}

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

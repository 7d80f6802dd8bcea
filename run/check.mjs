// npm run check: formatting and lint, types, import rules, then the tests, which hold the printed documents too. --no-tests leaves them out.
import { spawnSync } from "node:child_process";
import { prepare, say } from "./bootstrap.mjs";

prepare();
const bin = (file, ...args) => [process.execPath, [`node_modules/${file}`, ...args]];
const steps = {
  "formatting and lint": bin("@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."),
  "route types": bin("next/dist/bin/next", "typegen"),
  types: bin("typescript/bin/tsc", "--noEmit"),
  "import rules": bin("dependency-cruiser/bin/dependency-cruise.mjs", "app", "cli", "components", "domain", "e2e", "lib", "prisma", "run"),
  ...(!process.argv.includes("--no-tests") && { tests: [process.execPath, ["run/test.mjs"]] }),
};

for (const [name, [file, args]] of Object.entries(steps)) {
  say(name);
  const { status } = spawnSync(file, args, { stdio: "inherit" });
  if (status !== 0) {
    say(`${name} failed`);
    process.exit(1);
  }
}

// npm run faults: what goes wrong in the world, made to happen to the real programs, and what must hold all the same. Each fault has a
// process and a database of its own, in a temporary folder. `npm run faults -- NAME...` runs those whose name holds one of the words.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { tell } from "../frame";
import { clockJumps } from "./clock";
import { killedExport } from "./exports";
import { type Fault, Skipped } from "./fault";
import { holdRace } from "./holds";
import { cutIntake, killedIntake } from "./intake";
import { failingCalls, killedSequencer, olderCopy } from "./log";
import { endedConnections, fullDisk, powerCut } from "./server";
import { killedWeb } from "./web";

const faults: readonly Fault[] = [
  powerCut,
  endedConnections,
  fullDisk,
  killedWeb,
  killedIntake,
  cutIntake,
  killedExport,
  killedSequencer,
  failingCalls,
  olderCopy,
  clockJumps,
  holdRace,
];
const [first, ...others] = process.argv.slice(2);
const SKIPPED = 75;

if (first === "--alone") await runAlone(others[0] ?? "");
else runAll([first, ...others].filter((word) => word !== undefined));

// The connections of the application are opened once in a process, to the database that it has then: each fault has a process of its own.
function runAll(words: readonly string[]): never {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name } of faults.filter((fault) => words.length === 0 || words.some((word) => fault.name.includes(word)))) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), "--alone", name], {
      stdio: "inherit",
    });
    counts[status === 0 ? "passed" : status === SKIPPED ? "skipped" : "failed"]++;
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
}

async function runAlone(wanted: string): Promise<never> {
  const fault = faults.find(({ name }) => name === wanted);
  if (!fault) throw new Error(`There is no fault named ${wanted}.`);
  tell(`${fault.name}: ${fault.promise}`);
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  try {
    const seen = await fault.run();
    console.log(`passed   ${fault.name} (${seconds()}): ${seen}`);
    process.exit(0);
  } catch (error) {
    const skipped = error instanceof Skipped;
    console.log(`${skipped ? "skipped " : "FAILED  "} ${fault.name} (${seconds()}): ${(error as Error).message}`);
    process.exit(skipped ? SKIPPED : 1);
  }
}

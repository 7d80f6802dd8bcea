// npm run faults: what goes wrong in the world, made to happen to the real programs, and what must hold all the same. Each fault has a
// database of its own in a temporary folder. `npm run faults -- NAME...` runs those whose name holds one of the words.
import { tell } from "../frame";
import { clockJumps } from "./clock";
import { killedExport } from "./exports";
import { type Fault, Skipped } from "./fault";
import { holdRace } from "./holds";
import { killedIntake } from "./intake";
import { failingCalls, killedSequencer, olderCopy } from "./log";
import { endedConnections, fullDisk, powerCut } from "./server";
import { killedWeb } from "./web";

const faults: readonly Fault[] = [
  powerCut,
  endedConnections,
  fullDisk,
  killedWeb,
  killedIntake,
  killedExport,
  killedSequencer,
  failingCalls,
  olderCopy,
  clockJumps,
  holdRace,
];
const words = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };

for (const { name, promise, run } of faults.filter((fault) => words.length === 0 || words.some((word) => fault.name.includes(word)))) {
  tell(`${name}: ${promise}`);
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  try {
    const seen = await run();
    counts.passed++;
    console.log(`passed   ${name} (${seconds()}): ${seen}`);
  } catch (error) {
    const skipped = error instanceof Skipped;
    counts[skipped ? "skipped" : "failed"]++;
    console.log(`${skipped ? "skipped " : "FAILED  "} ${name} (${seconds()}): ${(error as Error).message}`);
  }
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

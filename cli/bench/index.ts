import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { table } from "@/lib/table";
import { openScratch } from "@/prisma/scratch";
import { tell } from "../frame";

import { audit } from "./audit";

import { pages } from "./console";
import { deid } from "./deid";

import type { Benchmark, Figure } from "./figure";
import { intake } from "./intake";
import { search } from "./search/benchmark";
import { verify } from "./verify";
import { view } from "./view";

const benchmarks: readonly Benchmark[] = [view, intake, audit, pages, verify, deid, search];
const usage = `Usage: npm run bench -- [${benchmarks.map(({ name }) => name).join("|")}]... [--json FILE] [--megabytes N] [--conversations N]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    megabytes: { type: "string", default: "128" },
    conversations: { type: "string", default: "100000" },
    help: { type: "boolean" },
  },
});
const wanted = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

if (
  values.help ||
  positionals.some((name) => !benchmarks.some((one) => one.name === name)) ||
  !(Number(values.megabytes) > 0) ||
  !(Number(values.conversations) >= 1_000)
) {
  tell(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const results: Record<string, Figure[]> = {};
  // The application's own connections go to the first database that they were opened to: one for all that use them.
  const stored = wanted.flatMap((one) => (one.alone ? [] : [one]));
  const shared = stored.filter(({ server }) => !server);
  for (const one of wanted)
    if (one.alone) {
      tell(`Measuring ${one.name}. Other work on this machine changes the speeds.`);
      results[one.name] = await one.run();
    }
  for (const together of [...(shared.length > 0 ? [shared] : []), ...stored.filter(({ server }) => server).map((one) => [one])]) {
    const scratch = await openScratch(together[0]?.server?.());
    try {
      for (const { name, run } of together) {
        tell(`Measuring ${name}. Other work on this machine changes the figures; ratios change least.`);
        results[name] = await run(scratch, { megabytes: Number(values.megabytes), conversations: Number(values.conversations) });
      }
    } finally {
      await scratch.close();
    }
  }
  const all = Object.entries(results).flatMap(([name, figures]) => figures.map((figure) => ({ benchmark: name, ...figure })));
  const rows = all
    .filter(({ atMost }) => atMost === undefined)
    .map(({ benchmark, name, value, unit, note }) => [benchmark, name, value.toPrecision(4), unit, note ?? ""]);
  process.stdout.write(`${table([["Benchmark", "Figure", "Value", "Unit", "Note"], ...rows]).join("\n")}\n`);
  const goals = all.flatMap(({ atMost, ...figure }) => (atMost === undefined ? [] : [{ ...figure, atMost }]));
  const kept = goals.map(({ name, value, atMost, note }) => [
    ...[name, String(atMost), value.toPrecision(3), value <= atMost ? "met" : "MISSED", note ?? ""],
  ]);
  if (kept.length > 0) process.stdout.write(`\n${table([["Goal", "At most", "Seen", "", "Where"], ...kept]).join("\n")}\n`);
  if (values.json)
    writeFileSync(
      values.json,
      `${JSON.stringify({ node: process.version, platform: `${process.platform} ${process.arch}`, benchmarks: results }, null, 2)}\n`,
    );
}

import pg from "pg";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { compileNow } from "@/domain/filings/compile-now";
import { reportRound } from "@/domain/filings/reporter";
import { readDay } from "@/domain/oversight/day";
import { readDepartures } from "@/domain/oversight/departures";
import { listFlags } from "@/domain/oversight/flags";
import { readLive } from "@/domain/oversight/live";
import { readOverview } from "@/domain/oversight/overview";
import { listPeopleSums } from "@/domain/oversight/people";
import { readPersonActivity } from "@/domain/oversight/person";
import { readRefusals } from "@/domain/oversight/refusals";
import { readTrail } from "@/domain/oversight/trail";
import { readWitness } from "@/domain/oversight/witness";
import { writeLongLog } from "@/prisma/testing/long-log";
import { type Benchmark, type Figure, quantile, timed } from "./figure";

const ENTRIES = 1_000_000;
const ROUNDS = 9;

/** How long the monitor's pages take over a log of a million entries, and how long its reporter needs to catch up with it. */
export const pages: Benchmark = {
  name: "console",
  run: async (scratch) => {
    const monitor = await scratch.actor("monitor@court.example");
    const now = new Date();
    const written = await timed(() => writeLongLog(scratch.admin, scratch.matter, ENTRIES, now));
    const reporter = new pg.Client({ connectionString: scratch.database.reporterUrl });
    await reporter.connect();
    const rolled = await timed(() => reportRound(reporter, async (_log, _origin, text) => text, now));
    await scratch.admin.query("ANALYZE oversight.hour");
    await scratch.admin.query("ANALYZE oversight.listed");
    const until = now.toISOString();
    const [busy] = (await listPeopleSums(monitor, { until, days: 30 })).items;
    const day = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
    const month = { from: new Date(now.getTime() - 30 * 86_400_000).toISOString().slice(0, 10), to: day };
    const pages: Record<string, () => Promise<unknown>> = {
      "front page, 30 days": () => readOverview(monitor, { until, days: 30 }),
      "calendar, half a year": () => readOverview(monitor, { until, days: 182 }),
      "by person, a year": () => listPeopleSums(monitor, { until, days: 366 }),
      "one person": () => readPersonActivity(monitor, { id: busy?.id ?? "", until, days: 60 }),
      "one conversation": () => readTrail(monitor, { id: "LONG-000000500" }),
      "one day": () => readDay(monitor, { day }),
      refusals: () => readRefusals(monitor, { until, days: 30 }),
      "exports and holds": () => readDepartures(monitor, {}),
      checkpoints: () => readWitness(monitor),
      "flags, with the running days looked through": () => listFlags(monitor, {}),
      "what happens now": () => readLive(monitor, {}),
      "a page of the log": () => readLog(monitor, ReadLog.parse({ limit: 200 })),
    };
    const figures: Figure[] = [
      { name: "entries", value: ENTRIES, unit: "", note: `written in ${(written / 1000).toFixed(0)} s` },
      {
        name: "first round of the reporter",
        value: rolled / 1000,
        unit: "s",
        note: "a year summed up, and its first 31 days looked through",
      },
    ];
    for (const [name, ask] of Object.entries(pages)) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) times.push(await timed(ask));
      figures.push({ name: `${name}, p50`, value: quantile(times, 0.5), unit: "ms", note: `longest ${Math.max(...times).toFixed(0)} ms` });
    }
    for (const kind of ["roster", "access", "denominator"] as const)
      figures.push({
        name: `report of 30 days: ${kind}`,
        value: (await timed(() => compileNow(monitor, { kind, ...month }))) / 1000,
        unit: "s",
      });
    await reporter.end();
    return figures;
  },
};

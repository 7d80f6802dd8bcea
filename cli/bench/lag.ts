import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Scratch } from "@/prisma/scratch";
import { type Figure, quantile } from "./figure";

const PER_SECOND = 1_000;
const SECONDS = 12;
/** Entries written in one transaction: a page of results that many people ask for at once. */
const AT_ONCE = 20;

/** How long an entry waits for the first signed checkpoint that covers it, while a thousand come in a second. The sequencer is the real one. */
export async function lag({ admin, database, folder, matter }: Scratch): Promise<Figure[]> {
  const { rows } = await admin.query("SELECT count(*)::int AS n FROM audit.entry");
  const sequencer = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning", "run/sequencer.ts"],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        READING_ROOM_SEQUENCER_URL: database.sequencerUrl,
        READING_ROOM_LOG_KEY: path.join(folder, "log-signing-key.pem"),
        READING_ROOM_DATA: folder,
      },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  const began = performance.now();
  await once(sequencer, "message");
  // What the looks before this left behind is put in order first: that is the backlog, and its own figure.
  while ((await admin.query("SELECT coalesce(sum(size), 0)::int AS n FROM audit.tree")).rows[0].n < rows[0].n)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const backlog = rows[0].n / ((performance.now() - began) / 1000);

  const start = performance.now();
  for (let written = 0; written < PER_SECOND * SECONDS; written += AT_ONCE) {
    const due = start + (written / PER_SECOND) * 1000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    await admin.query(
      `SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid)), 'conversation:view', 'conversation:VIEW-000000001',
         'done', NULL, '{"from": 1, "to": 50}', NULL, NULL) FROM generate_series(1, $2::int)`,
      [matter, AT_ONCE],
    );
  }
  const rate = (PER_SECOND * SECONDS) / ((performance.now() - start) / 1000);
  sequencer.kill("SIGTERM");
  await once(sequencer, "exit");
  const lags = await admin.query(
    `SELECT extract(epoch FROM c.at - e.at) * 1000 AS ms FROM audit.entry e JOIN audit.leaf l ON l.entry_id = e.id
     CROSS JOIN LATERAL (SELECT at FROM audit.checkpoint c WHERE c.log_id = l.log_id AND c.size > l.index ORDER BY c.size LIMIT 1) c
     WHERE e.id > (SELECT max(id) - $1::bigint FROM audit.entry)`,
    [PER_SECOND * (SECONDS - 2)],
  );
  const times = lags.rows.map(({ ms }) => Number(ms));
  return [
    {
      name: "entries put into their trees, from a backlog",
      value: backlog,
      unit: "entries/s",
      note: `${rows[0].n} entries, the start of the process included`,
    },
    { name: "entries written while the lag is measured", value: rate, unit: "entries/s" },
    { name: "entry to signed checkpoint, p50", value: quantile(times, 0.5), unit: "ms" },
    { name: "entry to signed checkpoint, p95", value: quantile(times, 0.95), unit: "ms" },
    { name: "entry to signed checkpoint, longest", value: Math.max(...times), unit: "ms", note: "under a second is promised" },
  ];
}

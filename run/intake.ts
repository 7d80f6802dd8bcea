// One intake that was asked for in the app, in a process of its own: `arrival.ts ID`. The supervisor begins it (run/keep-intake.ts).
import pg from "pg";
import { pathsIn } from "@/domain/arrivals/folder";
import { runIntake } from "@/domain/intake/run-intake";
import { RunIntake } from "@/domain/intake/schema";
import { intakeFolder } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { closeActor, openActor, openHost } from "@/prisma/command";

const EVERY = 1_000;
const [id = ""] = process.argv.slice(2);
const stop = new AbortController();
const interrupted = new DomainError("unavailable", "Interrupted. What was committed is kept.");
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort(interrupted));

const host = await openHost();
const client = new pg.Client({ connectionString: host.database.intakeUrl, application_name: "arrival" });
client.on("error", () => undefined);
await client.connect();
try {
  const { rows } = await client.query(
    "UPDATE record.arrival SET state = 'running', started_at = coalesce(started_at, clock_timestamp()) WHERE id = $1 AND state = 'asked' RETURNING email, slug, volume, files, options",
    [id],
  );
  if (rows[0]) await run(rows[0]);
} finally {
  await client.end();
  await host.close();
}
// Threads and idle connections do not keep it.
process.exit(0);

type Row = { email: string; slug: string; volume: string; files: string[]; options: Record<string, unknown> };

async function run({ email, slug, volume, files, options }: Row): Promise<void> {
  const watch = watching();
  try {
    const { format, disclosure, ...manifest } = options;
    const asked = RunIntake.parse({ volume, format, disclosure, manifest, files: await pathsIn(intakeFolder(), files) });
    const actor = await openActor(host.database, { action: "intake:run", as: email, matter: slug });
    try {
      const report = await runIntake(actor, asked, { intakeUrl: host.database.intakeUrl, onProgress: watch.told, signal: stop.signal });
      const said = report.conversations > 0 ? null : "Nothing could be stored. The volume stays open for other files.";
      await end(said ? "failed" : "done", said);
    } finally {
      await closeActor(actor);
    }
  } catch (error) {
    // Interrupted by the host's own stopping: begun again when it starts.
    if (stop.signal.aborted && stop.signal.reason === interrupted)
      await client.query("UPDATE record.arrival SET state = 'asked' WHERE id = $1", [id]);
    else await end(stop.signal.aborted ? "cancelled" : "failed", (error as Error).message.slice(0, 2000));
  } finally {
    watch.end();
  }
}

async function end(state: "done" | "failed" | "cancelled", message: string | null): Promise<void> {
  await client.query("UPDATE record.arrival SET state = $2, message = $3, ended_at = clock_timestamp() WHERE id = $1", [
    id,
    state,
    message,
  ]);
}

// Once a second how far it is goes out, and whether it is to stop comes back.
function watching() {
  let latest: Parameters<NonNullable<Parameters<typeof runIntake>[2]["onProgress"]>>[0] | undefined;
  let shown = "";
  let began = { at: 0, bytes: 0 };
  const timer = setInterval(() => {
    if (!latest) return;
    if (shown !== latest.step + latest.file) began = { at: performance.now(), bytes: latest.bytes };
    shown = latest.step + latest.file;
    const seconds = (performance.now() - began.at) / 1000;
    const rate = seconds > 0 ? (latest.bytes - began.bytes) / seconds : 0;
    client
      .query("UPDATE record.arrival SET progress = $2 WHERE id = $1 RETURNING cancel", [id, JSON.stringify({ ...latest, rate })])
      .then(
        ({ rows }) =>
          rows[0]?.cancel &&
          stop.abort(new DomainError("conflict", "Stopped. What was committed is kept: asked for again, it goes on from there.")),
      )
      .catch(() => undefined);
  }, EVERY);
  return { told: (progress: NonNullable<typeof latest>) => (latest = progress), end: () => clearInterval(timer) };
}

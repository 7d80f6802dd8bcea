// The process that sums the log up for the monitor, finds what strikes, and makes the reports that were asked for or came due. It ends with
// its supervisor; whatever it was doing is done again from where it was committed.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { reportRound } from "@/domain/filings/reporter";

const EVERY = 5_000;
const ALONE = 72_707_381;
const SIGNING = 30_000;
const stopping = new AbortController();
for (const end of ["disconnect", "SIGTERM"] as const) process.on(end, () => stopping.abort());
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the supervisor says when

type Signed = { readonly signed?: { readonly id: number; readonly note?: string; readonly failed?: string } };
let asked = 0;

function sign(_log: string, origin: string, text: string): Promise<string> {
  const id = ++asked;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      process.off("message", hear);
      clearTimeout(late);
      settle();
    };
    const hear = ({ signed }: Signed) => {
      if (signed?.id !== id) return;
      end(() => (signed.note ? resolve(signed.note) : reject(new Error(signed.failed ?? "not signed"))));
    };
    const late = setTimeout(() => end(() => reject(new Error("the sequencer did not sign in time"))), SIGNING);
    process.on("message", hear);
    process.send?.({ sign: { id, origin, text } });
  });
}

const client = new pg.Client({ connectionString: process.env.READING_ROOM_REPORTER_URL, application_name: "reporter" });
client.on("error", () => process.exit(1)); // the database went away: begun again by the supervisor
try {
  await client.connect();
  // One at a time on a database; another stands by and takes over when this one's session ends.
  for (let alone = false; !alone && !stopping.signal.aborted; ) {
    alone = (await client.query("SELECT pg_try_advisory_lock($1) AS alone", [ALONE])).rows[0].alone;
    if (!alone) await sleep(EVERY, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  while (!stopping.signal.aborted) {
    await reportRound(client, sign, new Date()).catch((error: Error) => console.error(`reporter: ${error.message}`));
    await sleep(EVERY, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  await client.end();
  process.exit(0);
} catch (error) {
  console.error(`reporter: ${(error as Error).message}`);
  process.exit(1);
}

// The process that puts entries into the trees and signs them. It is given the signing key's file and an account of its own, and ends with
// its supervisor. Exit codes: 0 told to stop, 1 failed, 3 another sequencer is at work, 4 the log is not what was signed.
import { LogFault } from "@/log/kept";
import { runSequencer } from "@/log/run";
import { StaleSequencer } from "@/log/sequencer";
import { signStatement } from "@/log/sign-statement";

const { READING_ROOM_SEQUENCER_URL: url = "", READING_ROOM_LOG_KEY: key = "", READING_ROOM_DATA: folder = ".data" } = process.env;
const pace = Number(process.env.READING_ROOM_CHECKPOINT_MS ?? 300);
const stopping = new AbortController();
for (const end of ["disconnect", "SIGTERM"] as const) process.on(end, () => stopping.abort());
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the supervisor says when

// The reporter has no key: what it states of a report is signed here.
process.on("message", ({ sign }: { sign?: { id: number; origin: string; text: string } }) => {
  if (!sign) return;
  signStatement(key, sign.origin, sign.text).then(
    (note) => process.send?.({ signed: { id: sign.id, note } }),
    (error: Error) => process.send?.({ signed: { id: sign.id, failed: error.message } }),
  );
});

try {
  await runSequencer({ url, key, folder, pace, signal: stopping.signal, ready: () => process.send?.({ ready: true }) });
  process.exit(0);
} catch (error) {
  console.error(`sequencer: ${(error as Error).message}`);
  process.exit(error instanceof StaleSequencer ? 3 : error instanceof LogFault ? 4 : 1);
}

// Keeps the sequencer running beside the web process: it is begun again when it dies, and ends with its supervisor.
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { root, say } from "./bootstrap.mjs";

export type Keeper = { readonly stop: () => Promise<void> };
/** `sign`: what a report states, with the key of the log, as a signed note. */
export type SequencerKeeper = Keeper & { readonly sign: (origin: string, text: string) => Promise<string> };
type Kept = { readonly url: string; readonly folder: string; readonly fault: () => void };

/** The signing key: in the data folder, or where READING_ROOM_LOG_KEY says. No other process is told where. */
export const keyFile = (folder: string) => process.env.READING_ROOM_LOG_KEY ?? path.join(folder, "log-signing-key.pem");

/** Begins the sequencer. `fault` is called when it finds the log not to be what was signed: then nothing must be served. */
export function keepSequencer({ url, folder, fault }: Kept): SequencerKeeper {
  let child: ChildProcess | undefined;
  let stopping = false;
  let again: NodeJS.Timeout | undefined;
  let wait = 1_000;
  const begin = () => {
    const { PATH, TZ } = process.env;
    const env = {
      NODE_ENV: "production",
      PATH,
      TZ,
      READING_ROOM_SEQUENCER_URL: url,
      READING_ROOM_LOG_KEY: keyFile(folder),
      READING_ROOM_DATA: folder,
    } as const;
    const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning"];
    child = spawn(process.execPath, [...flags, "run/sequencer.ts"], { cwd: root, env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.once("message", () => (wait = 1_000));
    child.once("exit", (code) => {
      if (stopping) return;
      if (code === 4) return fault();
      // Another one is at work at the same database: this one stands by.
      if (code === 3) wait = 30_000;
      else say(`the sequencer ended with code ${code}; entries are written and wait for it`);
      again = setTimeout(begin, wait);
      wait = Math.min(wait * 2, 30_000);
    });
  };
  begin();
  let asked = 0;
  return {
    sign: (origin, text) => {
      const [signing, id] = [child, ++asked];
      if (!signing?.connected) return Promise.reject(new Error("the sequencer does not run just now"));
      return new Promise((resolve, reject) => {
        const gone = () => reject(new Error("the sequencer ended before it signed"));
        const hear = ({ signed }: { signed?: { id: number; note?: string; failed?: string } }) => {
          if (signed?.id !== id) return;
          signing.off("message", hear).off("exit", gone);
          if (signed.note) resolve(signed.note);
          else reject(new Error(signed.failed ?? "not signed"));
        };
        signing.on("message", hear).once("exit", gone).send({ sign: { id, origin, text } });
      });
    },
    stop: async () => {
      stopping = true;
      clearTimeout(again);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

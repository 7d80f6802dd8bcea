// Keeps the reporter running beside the web process. It is given an account of its own and no key: what it wants signed goes by this
// supervisor to the sequencer, which signs statements about reports and nothing else.
import { type ChildProcess, spawn } from "node:child_process";
import { root, say } from "./bootstrap.mjs";
import type { Keeper } from "./keep-sequencer";

type Asked = { readonly sign?: { readonly id: number; readonly origin: string; readonly text: string } };

/** Begins the reporter, and begins it again when it dies. Nothing waits for it: reports and sums come later then, and nothing is lost. */
export function keepReporter(url: string, sign: (origin: string, text: string) => Promise<string>): Keeper {
  let child: ChildProcess | undefined;
  let stopping = false;
  let again: NodeJS.Timeout | undefined;
  const begin = () => {
    const { PATH, TZ } = process.env;
    const env = { NODE_ENV: "production", PATH, TZ, READING_ROOM_REPORTER_URL: url } as const;
    const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning"];
    const begun = spawn(process.execPath, [...flags, "run/reporter.ts"], {
      cwd: root,
      env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child = begun;
    begun.on("message", ({ sign: asked }: Asked) => {
      if (!asked) return;
      const answer = (signed: Record<string, unknown>) => void (begun.connected && begun.send({ signed: { id: asked.id, ...signed } }));
      sign(asked.origin, asked.text).then(
        (note) => answer({ note }),
        (error: Error) => answer({ failed: error.message }),
      );
    });
    begun.once("exit", (code) => {
      if (stopping) return;
      say(`the reporter ended with code ${code}; it is begun again`);
      again = setTimeout(begin, 10_000);
    });
  };
  begin();
  return {
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

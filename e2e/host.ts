import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { room } from "./room";

/** A command of the host, as it is typed at the terminal of this worker's room. */
export function command(...words: string[]): void {
  const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning", "cli/index.ts"];
  execFileSync(process.execPath, [...flags, ...words, "--as", "custodian@host.example", "--json"], {
    cwd: path.resolve(import.meta.dirname, ".."),
    env: { ...process.env, READING_ROOM_DATA: path.resolve(room.data) },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Delivers a volume of conversations, each a prompt with its output 3 h 13 min later, in their order; `more` is said to the intake besides. */
export function deliver(
  volume: string,
  talks: readonly (readonly [id: string, prompt: string, output: string])[],
  ...more: string[]
): void {
  const file = path.resolve(room.data, `${volume}.jsonl`);
  const lines = talks.map(([id, prompt, output], i) =>
    JSON.stringify({
      id,
      timestamp: 1_700_000_000 + i,
      messages: [
        { role: "user", content: prompt, timestamp: 1_700_000_000 + i },
        { role: "assistant", content: output, timestamp: 1_700_011_580 + i },
      ],
    }),
  );
  writeFileSync(file, `${lines.join("\n")}\n`);
  command("intake", file, "--volume", volume, "--prefix", volume, "--format", "messages", ...more);
}

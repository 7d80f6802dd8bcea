import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inject, vi } from "vitest";
import { makeProgram } from "../program";

// A data folder of its own with the passwords of the tests' server, as a terminal of the host finds one.
const folder = mkdtempSync(path.join(tmpdir(), "rr-terminal-"));

/** A place in the data folder of this test. */
export const at = (name: string) => path.join(folder, name);

/** Puts a file into the data folder; where it lies. */
export function put(name: string, text: string | Buffer): string {
  writeFileSync(at(name), text);
  return at(name);
}

/** Lets commands find the database at `url`. */
export function openTerminal(url: string): void {
  const { app, intake, sequencer, reporter } = inject("passwords");
  const auth = "only-for-tests-only-for-tests-only-for-tests";
  put("secrets.json", JSON.stringify({ superuser: "", app, intake, sequencer, reporter, auth }));
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("READING_ROOM_DATA", folder);
}

export function closeTerminal(): void {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
}

/** What a command answers as JSON, and its exit code. */
export async function run(...args: string[]) {
  let out = "";
  process.exitCode = undefined;
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((out += String(text)))),
    vi.spyOn(process.stderr, "write").mockReturnValue(true),
  ];
  try {
    await makeProgram().parseAsync([...args, "--json"], { from: "user" });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { exit: Number(process.exitCode ?? 0), json: JSON.parse(out) };
}

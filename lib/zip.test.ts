import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { zipOf } from "./zip";

const at = new Date("2026-03-02T18:00:04Z");

async function* pieces(...all: readonly string[]) {
  for (const piece of all) yield piece;
}

test("an archive that another program reads has every byte of its files, in their order", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "rr-zip-"));
  const long = "a line, and one more\n".repeat(100_000);
  const made: Uint8Array[] = [];
  for await (const piece of zipOf(
    [
      { name: "größe.txt", pieces: pieces("“Größe”", "\n") },
      { name: "empty", pieces: pieces() },
      { name: "long", pieces: pieces(long.slice(0, 70_000), long.slice(70_000)) },
    ],
    at,
  ))
    made.push(piece);
  const file = path.join(folder, "x.zip");
  writeFileSync(file, Buffer.concat(made));
  const program =
    "import sys, zipfile, hashlib\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nfor i in z.infolist(): print(i.filename, len(z.read(i)), i.date_time, hashlib.sha256(z.read(i)).hexdigest()[:8])";
  const said = execFileSync("python3", ["-c", program, file], { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  expect(said.split("\n").map((line) => line.replace(/ [0-9a-f]{8}$/, ""))).toEqual([
    "größe.txt 14 (2026, 3, 2, 18, 0, 4)",
    "empty 0 (2026, 3, 2, 18, 0, 4)",
    `long ${long.length} (2026, 3, 2, 18, 0, 4)`,
    "",
  ]);
  rmSync(folder, { recursive: true });
});

test("what breaks while it is read breaks the archive", async () => {
  async function* broken() {
    yield "half";
    throw new Error("gone");
  }
  await expect(async () => {
    for await (const _ of zipOf([{ name: "x", pieces: broken() }], at));
  }).rejects.toThrow("gone");
});

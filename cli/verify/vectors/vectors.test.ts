import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeys } from "../note";
import { verifyReceipt } from "../receipt";
import { inOrder, type Verdict } from "../verdict";
import { verifyExport } from "../verify";
import { type Edits, edited, editsBetween } from "./edits";
import { goldenLog } from "./golden";
import { type ReceiptVector, receiptsOf } from "./receipts";
import { vectorsOf } from "./tampered";
import { type Export, trusted, type Vector } from "./write";

const here = import.meta.dirname;
const names = ["log.json", "entries.ndjson", "checkpoints.ndjson", "keys.txt"];
type Kept = Omit<Vector, "files" | "keys"> & { readonly keys: boolean; readonly edits: Edits };

let folder: string;
let keyFile: string;
let golden: Export;
let kept: { readonly vectors: readonly Kept[]; readonly receipts: readonly ReceiptVector[] };
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rr-vectors-"));
  keyFile = path.join(here, "golden/keys.txt");
  golden = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(here, "golden", name), "utf8")])),
  );
  kept = JSON.parse(await readFile(path.join(here, "vectors.json"), "utf8"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the vectors are what the product writes, and what its tampered log would be", async () => {
  const log = await goldenLog();
  const vectors = vectorsOf(log);
  const made = vectors[0]?.files ?? {};
  for (const name of names) await expect(made[name]).toMatchFileSnapshot(path.join(here, "golden", name));
  const described = vectors.map(
    ({ files, keys, ...vector }): Kept => ({ ...vector, keys: keys !== null, edits: editsBetween(made, files) }),
  );
  const receipts = await receiptsOf(log.leaves);
  await expect(`${JSON.stringify({ vectors: described, receipts }, null, 1)}\n`).toMatchFileSnapshot(path.join(here, "vectors.json"));
});

test("both verifiers answer every vector as it says, and alike", { timeout: 120_000 }, async () => {
  for (const { name, edits, keys, since, ...expected } of kept.vectors) {
    await write({ ...edited(golden, edits), ...since });
    const files = Object.keys(since).map((file) => path.join(folder, file));
    const node = await verifyExport({ folder, keys: keys ? readKeys(trusted.join("\n")) : null, since: files, tolerance: 60 });
    expect(answerOf(node), name).toEqual(answerOf(expected));
    if (expected.says)
      expect(
        node.failures.map(({ message }) => message.replace(/^.* by .*?: /, "")),
        name,
      ).toContain(expected.says);
    const twin = await python(folder, ...(keys ? ["--key", keyFile] : []), ...files.flatMap((file) => ["--since", file]));
    expect(comparable(twin), name).toEqual(comparable(node));
  }
});

test("both verifiers answer every receipt as it says, and alike", { timeout: 60_000 }, async () => {
  for (const { name, receipt, ...expected } of kept.receipts) {
    const file = path.join(folder, "r.tlog-proof");
    await writeFile(file, receipt);
    const node = await verifyReceipt(Buffer.from(receipt), readKeys(trusted.join("\n")));
    expect(answerOf(node), name).toEqual(answerOf(expected));
    expect(comparable(await python(file, "--key", keyFile)), name).toEqual(comparable(node));
  }
});

const anyByte = fc.record({
  name: fc.constantFrom(...names),
  where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bits: fc.integer({ min: 1, max: 255 }),
});

test("whatever byte of an export is changed, it is not verified", { timeout: 240_000 }, async () => {
  await write(golden);
  const flip = async ({ name, where, bits }: { name: string; where: number; bits: number }) => {
    const bytes = Buffer.from(golden[name] ?? "");
    const at = Math.floor(where * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ bits;
    await writeFile(path.join(folder, name), bytes);
  };
  const mend = (name: string) => writeFile(path.join(folder, name), golden[name] ?? "");
  const refused = async (changed: Parameters<typeof flip>[0], twin: boolean) => {
    await flip(changed);
    const node = await verifyExport({ folder, keys: readKeys(trusted.join("\n")), since: [], tolerance: 60 });
    expect(node.verdict).toBe("failed");
    if (twin) expect((await python(folder, "--key", keyFile)).verdict).toBe("failed");
    await mend(changed.name);
  };
  // All of what is short, and of the entries, every line of which is read alike, so many at random.
  for (const name of names.filter((one) => one !== "entries.ndjson")) {
    const { length } = Buffer.from(golden[name] ?? "");
    for (let at = 0; at < length; at++) await refused({ name, where: (at + 0.5) / length, bits: 1 + ((at * 7_919) % 255) }, false);
  }
  await fc.assert(
    fc.asyncProperty(anyByte, (changed) => refused(changed, false)),
    { numRuns: 300 },
  );
  await fc.assert(
    fc.asyncProperty(anyByte, (changed) => refused(changed, true)),
    { numRuns: 12 },
  );
});

async function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

async function python(...asked: string[]): Promise<Verdict> {
  const run = promisify(execFile)("python3", [path.join(here, "../verify.py"), ...asked, "--json"], { maxBuffer: 1 << 24 });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

/** What a vector expects, or what a verifier answered, to be held against each other. */
function answerOf(answer: Verdict | Pick<Vector, "verdict" | "checks" | "ranges">) {
  const checks = "checks" in answer ? answer.checks : answer.failures.map(({ check }) => check);
  const ranges = answer.ranges.map((range) => (typeof range === "string" ? range : inWords(range)));
  return { verdict: answer.verdict, checks: [...new Set(checks)].sort(inOrder), ranges };
}

function inWords({ from, to, state, by }: Verdict["ranges"][number]): string {
  return `${from}-${to} ${state}${by.length > 0 ? ` by ${by.join(", ")}` : ""}`;
}

/** All but the words of two programs about what no program could read. */
function comparable(verdict: Verdict) {
  const read = ({ check, index, message }: Verdict["failures"][number]) => ({ check, index, message: check === "line" ? "" : message });
  return { ...verdict, failures: verdict.failures.map(read) };
}

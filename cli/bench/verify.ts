import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { checkpointLine, logFile } from "@/domain/audit/folder";
import { checkpointText } from "@/lib/checkpoint";
import { cosignature, signNote } from "@/lib/note";
import { hashLeaf, Tree } from "../verify/tree";
import { canonical, court, lineOf, log, origin, type Said, trusted } from "../verify/vectors/write";
import type { Benchmark, Figure } from "./figure";

const matter = { id: "00000000-0000-4000-8000-000000000001", slug: "test", caption: "In re Test" };
const SIZES = [100_000, 1_000_000];
const program = `import { readKeys } from "./cli/verify/note"; import { verifyExport } from "./cli/verify/verify"; import { readFileSync } from "node:fs";
const [folder, keys] = process.argv.slice(-2);
const verdict = await verifyExport({ folder, keys: readKeys(readFileSync(keys, "utf8")), since: [], tolerance: 60 });
console.log(JSON.stringify({ verdict: verdict.verdict, size: verdict.size, rss: process.resourceUsage().maxRSS }));`;

/** How long both verifiers take over a log of looks, each in one process, replay included; a checkpoint in every thousand is witnessed. */
export const verify: Benchmark = { name: "verify", run };

async function run(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const folder = await mkdtemp(path.join(tmpdir(), "rr-verify-"));
    try {
      await writeLog(folder, size);
      const keys = path.join(folder, "keys.txt");
      const node = ["--import", "tsx", "--input-type=module", "--eval", program, folder, keys];
      figures.push(...(await timed(`Node, ${size} entries`, process.execPath, node)));
      const python = [
        "-c",
        "import json, resource, runpy, sys; sys.argv = sys.argv[1:]\ntry: runpy.run_path(sys.argv[0], run_name='__main__')\nfinally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)",
      ];
      if (size === SIZES[0] || process.env.BENCH_PYTHON_LONG)
        figures.push(...(await timed(`Python, ${size} entries`, "python3", [...python, "cli/verify/verify.py", folder, "--key", keys])));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return figures;
}

async function timed(name: string, program: string, args: readonly string[]): Promise<Figure[]> {
  const began = performance.now();
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 1 << 24 });
  const seconds = (performance.now() - began) / 1000;
  if (!/verified/i.test(stdout)) throw new Error(`Not verified: ${stdout.slice(0, 500)}`);
  const kib = Number(/(\d+)\D*$/.exec(stdout)?.[1] ?? 0);
  return [
    { name, value: seconds, unit: "s" },
    { name: `${name}, memory`, value: kib / 1024, unit: "MiB" },
  ];
}

async function writeLog(folder: string, size: number): Promise<void> {
  const tree = new Tree();
  const hash = createHash("sha256");
  const notes: string[] = [];
  const step = Math.max(1, Math.floor(size / 1000));
  async function* lines() {
    for (let i = 0; i < size; i++) {
      const said = entry(i);
      tree.add(hashLeaf(Buffer.from(canonical(said))));
      const line = lineOf(i, said);
      hash.update(line);
      if (tree.size % step === 0 || tree.size === size) {
        const text = checkpointText({ origin, size: tree.size, root: tree.root() });
        notes.push(checkpointLine(tree.size, signNote(text, log) + cosignature(text, court, new Date(momentOf(i)))));
      }
      yield line;
    }
  }
  await pipeline(lines, createWriteStream(path.join(folder, "entries.ndjson")));
  const hashes = new Map([["entries.ndjson", hash.digest("hex")]]);
  for (const [name, text] of [
    ["checkpoints.ndjson", notes.join("")],
    ["keys.txt", `${trusted.join("\n")}\n`],
  ] as const) {
    await writeFile(path.join(folder, name), text);
    hashes.set(name, createHash("sha256").update(text).digest("hex"));
  }
  const head = { origin, log: matter.id, matter, size, pending: 0, exportedAt: new Date(momentOf(size)).toISOString() };
  await writeFile(path.join(folder, "log.json"), logFile(head, hashes));
}

const momentOf = (i: number) => Date.parse("2026-03-02T09:00:00Z") + i * 10;
const readers = 200;
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

// The policy, the order, the readers with their sessions and signatures; then looks.
function entry(i: number): Said {
  const base = { v: 1, id: i + 1, at: new Date(momentOf(i)).toISOString().replace("Z", "000Z"), matter: matter.id, outcome: "done" };
  const actions = ["conversation:view", "undertaking:sign"];
  if (i === 0)
    return {
      ...base,
      action: "policy:set",
      detail: { roles: { expert: actions }, needs: { tier: actions.slice(0, 1), undertaking: actions.slice(0, 1) } },
    };
  if (i === 1) return { ...base, action: "matter:add", detail: { version: 1, hash: "00", slug: matter.slug, caption: matter.caption } };
  const reader = (i - 2) % readers;
  const [stage, email] = [Math.floor((i - 2) / readers), `reader${reader}@plaintiff.example`];
  const who = { side: "plaintiff", role: "expert" };
  if (stage === 0)
    return { ...base, action: "people:add", object: `person:${idOf(reader)}`, detail: { ...who, email, tier: 2, kind: "demonstration" } };
  const acting = { ...base, ...who, email, person: idOf(reader), session: idOf(1_000 + reader) };
  if (stage === 1)
    return { ...acting, action: "session:open", detail: { kind: "browser", factor: "totp", expires: "2027-01-01T00:00:00Z" } };
  if (stage === 2) return { ...acting, action: "undertaking:sign", object: "order:1", detail: { hash: "00", name: "Reader" } };
  const detail = { from: 1, to: 8, turns: 8, characters: 4_000 };
  return { ...acting, action: "conversation:view", object: `conversation:DEMO-${String(i % 1_000_000).padStart(9, "0")}`, detail };
}

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { readCheckpoints, type Signed } from "./checkpoints";
import { deedOf } from "./deed";
import { decode, type Entry, readEntry } from "./entry";
import { type Folder, NIL, names, readFolder } from "./folder";
import { type Held, readHeld } from "./held";
import { batchesOf } from "./lines";
import { type Key, readKeys } from "./note";
import { Replay } from "./replay";
import { Seen } from "./seen";
import { hashLeaf, Tree } from "./tree";
import { Findings, type Range, rangesOf, type Verdict } from "./verdict";

export type Asked = {
  readonly folder: string;
  /** The keys that the reader trusts; without them those of the export itself, which anybody can make. */
  readonly keys: readonly Key[] | null;
  /** Files with checkpoints or receipts that somebody kept. */
  readonly since: readonly string[];
  /** By how many seconds clocks may differ, and how long what was begun may take to be written down. */
  readonly tolerance: number;
};

/** Checks an export from its files alone: docs/log-format.md says what is checked. Never throws for what the files say. */
export async function verifyExport(asked: Asked): Promise<Verdict> {
  const findings = new Findings();
  const folder = await findings.attempt("folder", () => readFolder(asked.folder));
  if (!folder) return verdict(asked, null, findings, []);
  const keys = await keysOf(asked, folder, findings);
  const { signed, hash } = await readCheckpoints(path.join(asked.folder, names[0]), folder.origin, keys, findings);
  sameFile(folder, names[0], hash, findings);
  if (folder.size > 0 && signed.length === 0) findings.fail("checkpoint", "there is no checkpoint that holds");
  const held = await readAllHeld(asked, folder, keys, findings);
  const walk = new Walk(folder, signed, held, findings, asked.tolerance * 1_000_000);
  await walk.through(path.join(asked.folder, names[1]));
  const ranges = rangesOf(walk.tree.size, signedUpTo(asked, signed), folder.origin, seenBy(asked, signed, held));
  return verdict(asked, folder, findings, ranges, walk, signed.length);
}

async function keysOf(asked: Asked, folder: Folder, findings: Findings): Promise<readonly Key[]> {
  const bytes = await findings.attempt("folder", () => readFile(path.join(asked.folder, names[2])));
  if (bytes) sameFile(folder, names[2], createHash("sha256").update(bytes).digest("hex"), findings);
  const own = bytes && (await findings.attempt("key", () => readKeys(decode(bytes))));
  // A key of another log has no say here.
  const keys = (asked.keys ?? own ?? []).filter(({ name, kind }) => kind === "witness" || name === folder.origin);
  if (!keys.some(({ kind }) => kind === "log")) findings.fail("key", `there is no key of the log ${folder.origin}`);
  return keys;
}

function sameFile(folder: Folder, name: string, hash: string | null, findings: Findings) {
  if (hash !== folder.files.get(name)) findings.fail("folder", `${name} is not as log.json says: its hash differs`);
}

async function readAllHeld(asked: Asked, folder: Folder, keys: readonly Key[], findings: Findings): Promise<readonly Held[]> {
  const all: Held[] = [];
  for (const file of asked.since) {
    const held = await findings.attempt("held", () => readHeld(file, keys));
    if (held && held.checkpoint.origin !== folder.origin) findings.fail("held", `${held.name} is of another log`);
    else if (held && held.checkpoint.size > folder.size)
      findings.fail("held", `the log is shorter than ${held.name}, which has ${held.checkpoint.size} entries`);
    else if (held) all.push(held);
  }
  return all;
}

/** Goes through the entries once, in order, and keeps of each no more than the next ones are held against. */
class Walk {
  readonly tree = new Tree();
  first: string | null = null;
  last: string | null = null;
  replay: Replay | null;
  private readonly seen = new Seen();
  private latest = 0;
  private witnessedAt = 0;
  private readonly due: readonly Signed[];
  private next = 0;
  private readonly held: readonly Held[];
  private nextHeld = 0;

  constructor(
    private readonly folder: Folder,
    signed: readonly Signed[],
    held: readonly Held[],
    private readonly findings: Findings,
    private readonly tolerance: number,
  ) {
    this.due = signed;
    this.held = held.toSorted((a, b) => a.checkpoint.size - b.checkpoint.size);
    this.replay = folder.log === NIL ? null : new Replay(tolerance);
  }

  async through(file: string): Promise<void> {
    const batches = batchesOf(file);
    this.compare();
    for (;;) {
      const batch = await this.findings.attempt("line", () => batches.next(), this.tree.size);
      if (!batch) return;
      if (batch.done) return this.end(batch.value);
      if (batch.value.every((line) => this.read(line))) continue;
      await batches.return("");
      return;
    }
  }

  // What cannot be read cannot be hashed: nothing after it can be proven.
  private read(line: Buffer): boolean {
    try {
      this.take(readEntry(line));
      return true;
    } catch (error) {
      this.findings.fail("line", (error as Error).message, this.tree.size);
      return false;
    }
  }

  private end(hash: string): void {
    sameFile(this.folder, names[1], hash, this.findings);
    if (this.tree.size !== this.folder.size)
      this.findings.fail("index", `there are ${this.tree.size} entries, and log.json says ${this.folder.size}`);
    const beyond = this.due.at(-1);
    if (beyond && beyond.size > this.tree.size) this.findings.fail("root", `entries are missing: ${beyond.size} were signed`);
  }

  private take(entry: Entry & { readonly differs: string | null }): void {
    const index = this.tree.size;
    if (entry.index !== index) this.findings.fail("index", `an entry numbered ${entry.index}`, index);
    if (entry.differs) this.findings.fail("columns", `the column ${entry.differs} says something else than what was hashed`, index);
    if (!this.seen.add(Number(entry.id))) this.findings.fail("entry", `the entry ${entry.id} stands in the log twice`, index);
    const matter = entry.said.matter ?? NIL;
    if (matter !== this.folder.log) this.findings.fail("matter", "an entry of another matter", index);
    this.keepTime(entry, index);
    this.retrace(entry, index);
    this.tree.add(hashLeaf(entry.leaf));
    this.compare();
  }

  private keepTime({ at, said }: Entry, index: number): void {
    this.first ??= String(said.at);
    this.last = String(said.at);
    if (at < this.latest - this.tolerance) this.findings.fail("time", "dated before entries that stand before it", index);
    if (at < this.witnessedAt - this.tolerance) this.findings.fail("time", "dated before a witness saw the log without it", index);
    this.latest = Math.max(this.latest, at);
  }

  private retrace({ said, at }: Entry, index: number): void {
    const done = said.outcome === "done";
    const reason = done && this.replay ? this.replay.see(deedOf(said, at)) : null;
    if (reason) this.findings.fail("grant", reason, index);
    if (done && this.folder.log === NIL && typeof said.person === "string")
      this.findings.fail("grant", "a person did something outside every matter", index);
  }

  // Compares the root with every checkpoint of this size: those of the export, and those that were kept.
  private compare(): void {
    for (let one = this.due[this.next]; one?.size === this.tree.size; one = this.due[++this.next]) {
      if (!one.root.equals(this.tree.root())) this.findings.fail("root", `the entries are not those that were signed as ${one.size}`);
      if (one.earliest !== null && this.latest > one.earliest + this.tolerance)
        this.findings.fail("time", `an entry among the first ${one.size} is dated after a witness saw it`);
      this.witnessedAt = Math.max(this.witnessedAt, ...one.witnesses.map(({ at }) => at * 1_000_000));
    }
    for (let one = this.held[this.nextHeld]; one?.checkpoint.size === this.tree.size; one = this.held[++this.nextHeld])
      if (!one.checkpoint.root.equals(this.tree.root()))
        this.findings.fail("held", `the first ${one.checkpoint.size} entries are not those of ${one.name}`);
  }
}

function signedUpTo(asked: Asked, signed: readonly Signed[]): number {
  return asked.keys ? (signed.at(-1)?.size ?? 0) : 0;
}

function seenBy(asked: Asked, signed: readonly Signed[], held: readonly Held[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  const see = (name: string, size: number) => seen.set(name, Math.max(size, seen.get(name) ?? 0));
  if (asked.keys) for (const { size, witnesses } of signed) for (const { witness } of witnesses) see(witness, size);
  for (const { name, checkpoint } of held) see(name, checkpoint.size);
  return seen;
}

function verdict(asked: Asked, folder: Folder | null, findings: Findings, ranges: readonly Range[], walk?: Walk, checkpoints = 0): Verdict {
  const holds = findings.failed === 0;
  return {
    format: "reading-room-verdict/1",
    of: "export",
    verdict: holds ? "verified" : "failed",
    origin: folder?.origin ?? null,
    size: walk?.tree.size ?? 0,
    pending: folder?.pending ?? 0,
    first: walk?.first ?? null,
    last: walk?.last ?? null,
    keys: asked.keys ? "given" : "of the export itself",
    checkpoints,
    // Of a log that was tampered with nothing is called proven.
    ranges: holds ? ranges : [],
    replay: walk?.replay?.result() ?? null,
    failures: findings.failures,
    failed: findings.failed,
  };
}

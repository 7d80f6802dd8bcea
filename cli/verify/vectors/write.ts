import { createHash } from "node:crypto";
import { checkpointLine, entryLine, logFile } from "@/domain/audit/folder";
import { checkpointText } from "@/lib/checkpoint";
import { emptyFrontier, extended, leafHash, rootOf } from "@/lib/merkle";
import { cosignature, type Signer, signerOf, signNote, verifierKey } from "@/lib/note";
import type { Check } from "../verdict";

/** An export as texts by the names of its files. */
export type Export = Readonly<Record<string, string>>;
/** What an entry says: the JSON of its leaf. */
export type Said = Record<string, unknown>;
/** A checkpoint to be signed: by a key of the log, then by witnesses at a time. */
export type Plan = { readonly size: number; readonly by?: readonly (readonly [Signer, Date])[] };

// Keys of nobody: made from a word, so that the vectors are the same whenever they are made. Never trust what they sign.
const PKCS8 = "302e020100300506032b657004220420";
const keyFrom = (word: string) =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.concat([Buffer.from(PKCS8, "hex"), createHash("sha256").update(word).digest()]).toString("base64")}\n-----END PRIVATE KEY-----\n`;

export const origin = "reading-room-00c0ffee/test";
export const log = signerOf(origin, keyFrom("the log"));
export const thief = signerOf(origin, keyFrom("somebody else"));
export const court = signerOf("monitor.court.example", keyFrom("the monitor of the court"));
export const counsel = signerOf("counsel.plaintiff.example", keyFrom("counsel for the plaintiff"));

/** The keys that a reader was given on paper. */
export const trusted = [verifierKey(log), verifierKey(court, { witness: true }), verifierKey(counsel, { witness: true })];

/** Canonical JSON, as PostgreSQL writes jsonb: shorter keys first, then by their bytes; a space after colons and commas. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.entries(value)
    .flatMap(([key, inner]) => (inner === undefined ? [] : [key]))
    .sort((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const said = value as Said;
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${canonical(said[key])}`).join(", ")}}`;
}

const columns = ["at", "matter", "person", "email", "side", "role", "session", "action", "object", "outcome", "reason"] as const;

/** The line of an entry whose columns say what its leaf says; `leaf` may be another one. */
export function lineOf(index: number, said: Said, leaf: Said = said): string {
  const text = (key: string) => (said[key] === undefined ? null : String(said[key]));
  const [at, matter, person, email, side, role, session, action, object, outcome, reason] = columns.map(text);
  return entryLine({
    ...{ index, id: String(said.id), at: at ?? "", matter, person, email, side, role, session, action: action ?? "", object },
    ...{ outcome: outcome ?? "", reason, detail: said.detail === undefined ? null : canonical(said.detail) },
    ...{ commitment: text("commitment"), request: text("request"), leaf: Buffer.from(canonical(leaf)).toString("base64") },
  } as Parameters<typeof entryLine>[0]);
}

/** Checkpoints over these leaves, signed by `signer`. */
export function signed(leaves: readonly Said[], plans: readonly Plan[], signer: Signer = log): string[] {
  return plans.map(({ size, by = [] }) => {
    const frontier = extended(
      emptyFrontier,
      leaves.slice(0, size).map((leaf) => leafHash(Buffer.from(canonical(leaf)))),
    );
    const text = checkpointText({ origin, size, root: rootOf(frontier) });
    return signNote(text, signer) + by.map(([witness, at]) => cosignature(text, witness, at)).join("");
  });
}

export type Parts = { readonly lines: readonly string[]; readonly notes: readonly string[]; readonly keys?: readonly string[] };

/** The folder that these lines and notes make. */
export function folderOf(
  { lines, notes, keys = trusted }: Parts,
  matter: { id: string; slug: string; caption: string },
  pending = 0,
): Export {
  const size = (note: string) => Number(note.split("\n")[1]);
  const files = {
    "checkpoints.ndjson": notes.map((note) => checkpointLine(size(note), note)).join(""),
    "entries.ndjson": lines.join(""),
    "keys.txt": keys.map((key) => `${key}\n`).join(""),
  };
  const hashes = new Map(Object.entries(files).map(([name, text]) => [name, createHash("sha256").update(text).digest("hex")]));
  const head = { origin, log: matter.id, matter, size: lines.length, pending, exportedAt: "2026-03-02T18:00:00.000Z" };
  return { ...files, "log.json": logFile(head, hashes) };
}

/** The moment of an entry, and so many seconds later. */
export const at = (leaf: Said | undefined, seconds: number) => new Date(Date.parse(String(leaf?.at)) + seconds * 1000);
/** The place of the first entry like that. */
export const found = (leaves: readonly Said[], test: (leaf: Said) => boolean) => {
  const index = leaves.findIndex(test);
  if (index < 0) throw new Error("The golden log lacks what a vector changes.");
  return index;
};
/** The same log, but for what one entry says. */
export const changed = (leaves: readonly Said[], index: number, change: Said): Said[] =>
  leaves.map((leaf, i) => (i === index ? { ...leaf, ...change } : leaf));

/** An export, how it is asked about, and what both verifiers must answer. */
export type Vector = {
  readonly name: string;
  readonly about: string;
  readonly files: Export;
  /** Lines of keys that the reader trusts, or null: those of the export itself. */
  readonly keys: readonly string[] | null;
  /** Checkpoints and receipts that somebody kept, by the names of their files. */
  readonly since: Readonly<Record<string, string>>;
  readonly verdict: "verified" | "failed";
  /** Every kind of failure there must be, and no other. */
  readonly checks: readonly Check[];
  /** Of what is not explained: what one failure says. */
  readonly says?: string;
  /** As `0-20 witnessed by a, b`. */
  readonly ranges: readonly string[];
};

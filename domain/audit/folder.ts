import { createHash } from "node:crypto";

// The files of an export, as docs/log-format.md publishes them: what this writes, strangers read. Whoever verifies shares the format with
// it and no code.

/** One entry with its place in the tree. `detail` is the very text of its column: a number that is read and written again may change. */
export type LogRow = {
  readonly index: number;
  readonly id: string;
  readonly at: string;
  readonly matter: string | null;
  readonly person: string | null;
  readonly email: string | null;
  readonly side: string | null;
  readonly role: string | null;
  readonly session: string | null;
  readonly action: string;
  readonly object: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly commitment: string | null;
  readonly request: string | null;
  readonly leaf: string;
};

/** What log.json says of the folder: which tree, how much of it, and what was written and is in no tree yet. */
export type LogHead = {
  readonly origin: string;
  readonly log: string;
  readonly matter: { readonly id: string; readonly slug: string; readonly caption: string } | null;
  readonly size: number;
  readonly pending: number;
  readonly exportedAt: string;
};

/** A line of entries.ndjson. */
export function entryLine(row: LogRow): string {
  const { index, id, at, matter, person, email, side, role, session, action, object, outcome, reason } = row;
  const before = JSON.stringify({ index, id, at, matter, person, email, side, role, session, action, object, outcome, reason });
  const { commitment, request, leaf } = row;
  const after = JSON.stringify({ commitment, request, leaf });
  return `${before.slice(0, -1)},"detail":${row.detail ?? "null"},${after.slice(1)}\n`;
}

/** A line of checkpoints.ndjson: a signed note, the cosignatures of witnesses under it. */
export function checkpointLine(size: number, note: string): string {
  return `${JSON.stringify({ size, note })}\n`;
}

/** The whole of log.json. It ends with the hash of everything before, so that not a byte of it changes unnoticed by accident. */
export function logFile(head: LogHead, hashes: ReadonlyMap<string, string>): string {
  const files = Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
  const { origin, log, matter, size, pending, exportedAt } = head;
  const said = JSON.stringify({ format: "reading-room-log/1", origin, log, matter, size, pending, exportedAt, files }, null, 2).slice(
    0,
    -2,
  );
  return `${said},\n  "sha256": "${createHash("sha256").update(said).digest("hex")}"\n}\n`;
}

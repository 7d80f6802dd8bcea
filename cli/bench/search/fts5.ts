import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type pg from "pg";
import { quantile } from "../figure";

export type Fts5 = {
  readonly version: string;
  readonly buildMs: number;
  readonly bytes: number;
  readonly ask: (match: string, rounds: number) => Promise<{ count: number; p50: number }>;
  readonly stop: () => void;
};

/** Between turns: more words than any distance that is asked for, so that nothing runs from one turn into the next. */
const BREAK = ` ${Array.from({ length: 8 }, () => "zzbreakzz").join(" ")} `;
const BATCH = 500;
/** Scripts without blanks have a word for every character here, and one for the whole run there. */
const ALONE = "([\\u3040-\\u30FF\\u3400-\\u9FFF])";

/** The same text in an index of SQLite's, in a process of its own; null where this machine's python3 has none. */
export async function openFts5(admin: pg.Client, folder: string): Promise<Fts5 | null> {
  const probe = "import sqlite3; sqlite3.connect(':memory:').execute('CREATE VIRTUAL TABLE f USING fts5(a)')";
  if (spawnSync("python3", ["-c", probe], { stdio: "ignore" }).status !== 0) return null;
  const child = spawn("python3", [path.join(import.meta.dirname, "fts5.py"), path.join(folder, "text.fts5")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const say = speakerOf(child);
  for (let after = -1; ; ) {
    const { rows } = await admin.query({
      text: `SELECT t.docno, (SELECT string_agg(regexp_replace(e->>'text', $3, ' \\1 ', 'g'), $2 ORDER BY n) FROM jsonb_array_elements(t.turns) WITH ORDINALITY x(e, n))
        FROM record.conversation_text t WHERE t.docno > $1 ORDER BY t.docno, t.part LIMIT ${BATCH}`,
      values: [after, BREAK, ALONE],
      rowMode: "array",
    });
    if (rows.length === 0) break;
    await say({ op: "add", rows });
    after = Number(rows.at(-1)?.[0]);
  }
  const { version, ms, bytes } = await say({ op: "end" });
  return {
    version: String(version),
    buildMs: Number(ms),
    bytes: Number(bytes),
    ask: async (match, rounds) => {
      const { count, times } = await say({ op: "ask", match, rounds });
      return { count: Number(count), p50: quantile(times as number[], 0.5) };
    },
    stop: () => child.kill(),
  };
}

function speakerOf(child: ChildProcess): (message: object) => Promise<Record<string, unknown>> {
  if (!child.stdin || !child.stdout) throw new Error("python3 has no pipes.");
  const { stdin, stdout } = child;
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async (message) => {
    stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error("python3 ended before it answered.");
    return JSON.parse(value);
  };
}

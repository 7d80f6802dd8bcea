import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Permit } from "@/domain/access/permit";
import { DomainError, notFound } from "@/lib/errors";
import type { Named } from "./memory";
import { codePointsOf } from "./offsets";
import { SpanCounts } from "./schema";

type Run = Permit<"intake:run">;
/** `texts` are the turns, and after them the pieces of what came along beside them: from index `turns` on. */
export type Turns = { readonly docno: number; readonly language: string | null; readonly texts: string[]; turns: number };

export async function findSealed(client: pg.Client, { actor }: Run, name: string): Promise<number | null> {
  const { rows } = await client.query("SELECT id FROM record.volume WHERE matter_id = $1 AND name = $2 AND state = 'sealed'", [
    actor.matter,
    name,
  ]);
  return rows[0]?.id ?? null;
}

/** Keeps everybody else from searching this volume until the connection ends. */
export async function lockSearch(client: pg.Client, _permit: Run, volume: number): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock(7273, $1) AS locked", [volume]);
  return rows[0].locked;
}

export type Begun = {
  readonly version: number;
  readonly matter: string;
  readonly first: number;
  readonly last: number;
  readonly upto: number;
  readonly counts: SpanCounts | null;
};

/**
 * Begins a search, or says where to go on and what was counted until there. `setting` is what a search keeps to from its beginning to its end.
 * Throws DomainError: conflict (searched already, or another search is under way).
 */
export async function beginSpans(
  client: pg.Client,
  _permit: Run,
  { id, name, detector, setting, again }: { id: number; name: string; detector: string; setting: unknown; again: boolean },
): Promise<Begun> {
  const { rows } = await client
    .query<{ version: number; upto: number; first_docno: number; last_docno: number; matter: string; report: unknown }>(
      "SELECT * FROM api.begin_spans($1::smallint, $2, $3, $4)",
      [id, detector, JSON.stringify(setting), again],
    )
    .catch((error: { code?: string; hint?: string; message?: string }) => {
      if (error.code !== "55000") throw error;
      throw new DomainError(
        "conflict",
        error.hint === "other"
          ? `The volume ${name} is half searched by another detector or with other settings. Go on as it was begun, or begin anew with --again.`
          : `The volume ${name} was searched. With --again it is searched anew; what that finds replaces what was found before.`,
        { rule: error.hint ?? "state" },
      );
    });
  const [row] = rows;
  if (!row) throw notFound();
  const counts = SpanCounts.safeParse(row.report);
  return {
    version: row.version,
    matter: row.matter,
    first: row.first_docno,
    last: row.last_docno,
    upto: row.upto,
    counts: counts.success ? counts.data : null,
  };
}

/** The next conversations after one, whole, with what came along. */
export async function turnsAfter(client: pg.Client, _permit: Run, volume: number, after: number, limit: number): Promise<Turns[]> {
  const { rows } = await client.query<{ docno: number; language: string | null; turns: { text: string }[] }>(
    "SELECT docno, language, turns FROM api.turns_to_search($1::smallint, $2, $3)",
    [volume, after, limit],
  );
  const found: Turns[] = [];
  for (const { docno, language, turns } of rows) {
    const texts = turns.map(({ text }) => text);
    const last = found.at(-1);
    if (last?.docno === docno) last.texts.push(...texts);
    else found.push({ docno, language, texts, turns: 0 });
  }
  const beside = await client.query<{ docno: number; said: string[] | null }>(
    "SELECT docno, said FROM api.beside_to_search($1::smallint, $2, $3)",
    [volume, after, limit],
  );
  const pieces = new Map(beside.rows.map(({ docno, said }) => [docno, said ?? []]));
  for (const one of found) {
    one.turns = one.texts.length;
    one.texts.push(...(pieces.get(one.docno) ?? []));
  }
  return found;
}

/** Keeps the spans of some conversations and how far the search came, all of it or nothing. `likely`: those of them that hold something of the third tier. */
export async function keepSpans(
  client: pg.Client,
  _permit: Run,
  volume: number,
  lines: readonly string[],
  { upto, counts, done, likely }: { upto: number; counts: SpanCounts; done: boolean; likely: readonly number[] },
): Promise<void> {
  await client.query("BEGIN");
  try {
    if (lines.length > 0)
      await pipeline(
        Readable.from([lines.join("")], { objectMode: false }),
        client.query(copyFrom("COPY record.found_span (docno, turn, first, length, type, tier, score, rule, label, name) FROM STDIN")),
      );
    await client.query("SELECT api.keep_spans($1::smallint, $2, $3, $4, $5)", [volume, upto, JSON.stringify(counts), done, likely]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** A turn by its index is numbered from 1, a piece of what came along from -1 downwards. */
export const numberOfText = (i: number, turns: number) => (i < turns ? i + 1 : turns - i - 1);

/**
 * The lines of COPY for the spans of one turn, by its number: here UTF-16 units become code points. A name goes in as a number: the first
 * 64 bits of a hash over matter and name, so that it is the same throughout a matter and in no other.
 */
export function spanLines(matter: string, docno: number, turn: number, text: string, spans: readonly Named[]): string[] {
  const { fromUnits } = codePointsOf(text);
  return spans.map(({ start, end, type, tier, score, rule, label, name }) => {
    const first = fromUnits(start);
    const fields = [docno, turn, first, fromUnits(end) - first, type, tier, score, rule, label];
    return `${fields
      .map((one) =>
        String(one)
          .replaceAll("\\", "\\\\")
          .replace(/[\t\n\r]/g, " "),
      )
      .join("\t")}\t${name === null ? "\\N" : numberOf(matter, name)}\n`;
  });
}

const numberOf = (matter: string, name: string) => createHash("sha256").update(`${matter}\n${name}`).digest().readBigInt64BE();

import type { Benchmark, Figure } from "../figure";
import { timed } from "../figure";
import { measureClasses } from "./classes";
import { type Fts5, openFts5 } from "./fts5";
import { type Ground, type Place, prepare } from "./ground";
import { Findings, type Pace } from "./measure";
import { measureRanks } from "./ranks";

/**
 * Searches of every class over a corpus of its own, with the doors and the log, against bare SQL on the same tables and against SQLite's FTS5 on the same text,
 * in one run on one server; and what the corpus and its index take. Every number is held against the others': what is unequal ends the run.
 */
export const search: Benchmark = {
  name: "search",
  run: async (scratch, { conversations }) => {
    const { database, admin, matter, folder } = scratch;
    const place: Place = { admin, adminUrl: database.adminUrl, intakeUrl: database.intakeUrl, matter };
    const found = await measureSearch(place, folder, conversations, { rounds: 20, ms: 1_500, many: true });
    if (found.unequal.length > 0) throw new Error(`Numbers that should be equal are not:\n${found.unequal.join("\n")}`);
    return [...found.figures, ...found.goals()];
  },
};

/** All of it, at a size and a pace. Where python3 has no FTS5 that comparison is left out, and said. */
export async function measureSearch(place: Place, folder: string, conversations: number, pace: Pace): Promise<Findings> {
  const found = new Findings();
  const ground = await prepare(place, conversations);
  const fts5 = await openFts5(ground.admin, folder);
  try {
    found.figures.push(...(await measureBuild(ground, fts5, found)));
    await measureClasses(ground, fts5, pace, found);
    await measureRanks(ground, pace, found);
  } finally {
    fts5?.stop();
    await ground.bare.end();
  }
  return found;
}

async function measureBuild({ admin, textBytes, loadMs, indexMs, volume }: Ground, fts5: Fts5 | null, found: Findings): Promise<Figure[]> {
  const part = String(Math.floor(volume.first / 1_000_000)).padStart(4, "0");
  const table = `record.conversation_text_${part}`;
  const bare = await timed(() =>
    admin.query(
      `SET maintenance_work_mem = '512MB'; CREATE INDEX bare ON ${table} USING gin (search.words(turns)) WITH (fastupdate = off) WHERE kind = 0`,
    ),
  );
  await admin.query("DROP INDEX record.bare; RESET maintenance_work_mem");
  const { rows } = await admin.query(
    `SELECT pg_database_size(current_database())::float8 AS whole,
       (SELECT sum(pg_relation_size(c.oid))::float8 FROM pg_class c WHERE c.relname LIKE 'conversation_text_%words_idx%' AND c.relkind = 'i') AS index,
       (SELECT sum(octet_length(e->>'text'))::float8 FROM ${table} t, jsonb_array_elements(t.turns) e) AS text`,
  );
  const { whole, index, text } = rows[0] as Record<"whole" | "index" | "text", number>;
  const mb = (bytes: number) => bytes / 2 ** 20;
  const ratio = indexMs / bare;
  found.held("total database over text", 1.6, whole / textBytes, "all of it");
  found.held("index build over a bare CREATE INDEX", 1.1, ratio, `${mb(text).toFixed(0)} MB`);
  return [
    { name: "text", value: mb(textBytes), unit: "MB", note: `${volume.size} conversations and a tenth beside them` },
    {
      name: "total database over text",
      value: whole / textBytes,
      unit: "ratio",
      note: `${mb(whole).toFixed(0)} MB, the log and an empty database with it`,
    },
    { name: "word index over text", value: index / textBytes, unit: "ratio" },
    { name: "staged, compared, sealed", value: (mb(text) / loadMs) * 1_000, unit: "MB/s", note: `${(loadMs / 1_000).toFixed(1)} s` },
    { name: "word index, while sealing", value: (mb(text) / indexMs) * 1_000, unit: "MB/s", note: `${(indexMs / 1_000).toFixed(1)} s` },
    {
      name: "the same index by a bare CREATE INDEX",
      value: (mb(text) / bare) * 1_000,
      unit: "MB/s",
      note: `sealing took ${ratio.toFixed(2)} times that`,
    },
    fts5
      ? {
          name: "FTS5 over the same text",
          value: (mb(textBytes) / fts5.buildMs) * 1_000,
          unit: "MB/s",
          note: `SQLite ${fts5.version}, ${(fts5.bytes / textBytes).toFixed(2)} of the text`,
        }
      : { name: "FTS5", value: Number.NaN, unit: "", note: "python3 with SQLite FTS5 is not on this machine: that comparison is left out" },
  ];
}

import { tell } from "../../frame";
import type { Benchmark, Figure } from "../figure";
import { measureClasses } from "./classes";
import { type Fts5, openFts5 } from "./fts5";
import { buildBareIndexes, type Ground, type Place, prepare, textTable } from "./ground";
import { Findings, type Pace } from "./measure";
import { measureRanks } from "./ranks";

/**
 * Searches of every class over a corpus of its own, with the doors and the log, against bare SQL on the same tables and against SQLite's FTS5 on the same text,
 * in one run on one server; and what the corpus and its index take. Every number is held against the others': a run with unequal ones has failed.
 */
export const search: Benchmark = {
  name: "search",
  run: async (scratch, { conversations }) => {
    const { database, admin, matter, folder } = scratch;
    const place: Place = { admin, adminUrl: database.adminUrl, intakeUrl: database.intakeUrl, matter };
    const began = performance.now();
    const say = (line: string) => tell(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${line}`);
    const found = await measureSearch(place, folder, conversations, { rounds: 20, ms: 1_500, many: true }, say);
    // What a long run has found is printed all the same.
    if (found.unequal.length > 0) {
      tell(`Numbers that should be equal are not:\n${found.unequal.join("\n")}`);
      process.exitCode = 1;
    }
    return [...found.figures, ...found.goals()];
  },
};

/** All of it, at a size and a pace. Where python3 has no FTS5 that comparison is left out, and said. */
export async function measureSearch(
  place: Place,
  folder: string,
  conversations: number,
  pace: Pace,
  say: (line: string) => void = () => undefined,
): Promise<Findings> {
  const found = new Findings();
  say(`loading ${conversations} conversations, and a tenth as many`);
  const ground = await prepare(place, conversations);
  say("putting the same text into FTS5");
  const fts5 = await openFts5(ground.admin, folder);
  try {
    say("building the indexes of the text once more");
    found.figures.push(...(await measureBuild(ground, fts5, found)));
    say("asking every class of question");
    await measureClasses(ground, fts5, pace, found, say);
    say("facets, places and samples");
    await measureRanks(ground, pace, found);
    say("done");
  } finally {
    fts5?.stop();
    await ground.bare.end();
  }
  return found;
}

async function measureBuild(ground: Ground, fts5: Fts5 | null, found: Findings): Promise<Figure[]> {
  const { admin, textBytes, loadMs, indexMs, helpers, volume } = ground;
  const bare = await buildBareIndexes(admin, volume.first);
  const { rows } = await admin.query<Record<"whole" | "index" | "rows" | "delivered" | "narrow" | "text", number>>(
    `SELECT pg_database_size(current_database())::float8 AS whole, sum(pg_indexes_size(c.oid)) FILTER (WHERE c.relname ~ '^conversation_text_')::float8 AS index,
       sum(pg_table_size(c.oid)) FILTER (WHERE c.relname ~ '^conversation_text_')::float8 AS rows,
       sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname ~ '^conversation_source_')::float8 AS delivered,
       sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname ~ '^conversation_[0-9]')::float8 AS narrow,
       (SELECT sum(octet_length(e->>'text'))::float8 FROM ${textTable(volume.first)} t, jsonb_array_elements(t.turns) e) AS text
     FROM pg_class c WHERE c.relkind = 'r'`,
  );
  const [size] = rows;
  if (!size) return [];
  const mb = (bytes: number) => bytes / 2 ** 20;
  const share = (bytes: number) => (bytes / textBytes).toFixed(2);
  const ratio = indexMs / bare;
  found.held("total database over text", 1.6, size.whole / textBytes, `${mb(textBytes).toFixed(0)} MB of text`);
  found.held("index build over a bare CREATE INDEX", 1.1, ratio, `${mb(size.text).toFixed(0)} MB`);
  const speed = (ms: number) => (mb(size.text) / ms) * 1_000;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  return [
    { name: "text", value: mb(textBytes), unit: "MB", note: `${volume.size} conversations, and a tenth in a volume of its own` },
    {
      ...{ name: "total database over text", value: size.whole / textBytes, unit: "ratio" },
      note: `rows of text ${share(size.rows)}, their indexes ${share(size.index)}, what was delivered ${share(size.delivered)}, narrow table ${share(size.narrow)}; the log and an empty database with it`,
    },
    { name: "staged, compared, sealed", value: speed(loadMs), unit: "MB/s", note: seconds(loadMs) },
    {
      name: "indexes of the text, while sealing",
      value: speed(indexMs),
      unit: "MB/s",
      note: `${seconds(indexMs)}, ${helpers} processes helped`,
    },
    {
      name: "the same by bare CREATE INDEX",
      value: speed(bare),
      unit: "MB/s",
      note: `${seconds(bare)}; sealing took ${ratio.toFixed(2)} times that`,
    },
    fts5
      ? {
          ...{ name: "FTS5 over the same text", value: (mb(textBytes) / fts5.buildMs) * 1_000, unit: "MB/s" },
          note: `SQLite ${fts5.version}, ${share(fts5.bytes)} of the text`,
        }
      : { name: "FTS5", value: Number.NaN, unit: "", note: "python3 with SQLite FTS5 is not on this machine: that comparison is left out" },
  ];
}

import pg from "pg";
import type { Actor } from "@/domain/access/permit";
import { findActor } from "@/domain/people/session";
import { connect } from "@/prisma/connect";
import { makeVolume } from "@/prisma/seed/volume";
import { readersOf } from "@/prisma/testing/readers";
import { timed } from "../figure";
import { searchCorpus } from "./corpus";
import { CODE } from "./questions";

/** A database with a matter, and where its accounts sign in. */
export type Place = { readonly admin: pg.Client; readonly adminUrl: string; readonly intakeUrl: string; readonly matter: string };

export type Ground = Place & {
  readonly readers: readonly Actor[];
  readonly volume: { readonly id: number; readonly first: number; readonly size: number };
  /** Of the whole corpus: text in bytes, and milliseconds. */
  readonly textBytes: number;
  readonly loadMs: number;
  readonly indexMs: number;
  /** How many processes helped to build the index. */
  readonly helpers: number;
  /** The superuser's, for bare SQL at as many clients. */
  readonly bare: pg.Pool;
};

export const VOLUME = "Corpus";
/** A tenth as many conversations in a volume of their own, to hold the first page of little against that of much. */
export const TENTH = "Tenth";
export const CLIENTS = 8;
/** So many of a hundred conversations bear the code of the side. */
const CODED = 20;

/** Loads the corpus the way a delivery is loaded and sealed, and opens readers. The time of the word index is watched from beside. */
export async function prepare(place: Place, conversations: number): Promise<Ground> {
  const { admin, adminUrl, intakeUrl, matter } = place;
  const tenth = Math.ceil(conversations / 10);
  await makeVolume(intakeUrl, { matter, name: TENTH, controlPrefix: "TENTH" }, searchCorpus(tenth, 8));
  const watch = await watchIndexes(adminUrl);
  const began = performance.now();
  await makeVolume(intakeUrl, { matter, name: VOLUME, controlPrefix: "CORPUS" }, searchCorpus(conversations));
  const loadMs = performance.now() - began;
  const { ms: indexMs, helpers } = await watch.stop();
  const secrets = await readersOf(place, CLIENTS);
  const readers = (await Promise.all(secrets.map((secret) => findActor(secret)))).filter((one) => one !== null);
  const [first] = readers;
  if (!first) throw new Error("Nobody may read.");
  await admin.query("BEGIN; SET LOCAL session_replication_role = replica");
  await admin.query(
    `WITH made AS (INSERT INTO work.code (matter_id, side, key, label, position, created_by) VALUES ($1, 'plaintiff', $3, 'Hot', 1, $2) RETURNING id)
     INSERT INTO work.coding (docno, turn, code_id, matter_id, side, person_id)
     SELECT c.docno, 0, made.id, $1, 'plaintiff', $2 FROM record.conversation c, made WHERE c.docno % 100 < $4`,
    [matter, first.person, CODE, CODED],
  );
  await admin.query("COMMIT");
  for (const table of ["record.staged", "work.coding"]) await admin.query(`VACUUM ANALYZE ${table}`);
  const { rows } = await admin.query(`SELECT id, first_docno AS first, size FROM record.volume WHERE name = '${VOLUME}'`);
  const text = await admin.query(
    "SELECT sum(octet_length(e->>'text'))::float8 AS bytes FROM record.conversation_text t, jsonb_array_elements(t.turns) e",
  );
  await admin.query("CHECKPOINT");
  return {
    ...place,
    readers,
    volume: rows[0],
    textBytes: text.rows[0].bytes,
    loadMs,
    indexMs,
    helpers,
    bare: new pg.Pool({ connectionString: adminUrl, max: CLIENTS }),
  };
}

/**
 * For how long indexes of the text are being built while it watches. Of a table that is not committed yet nobody sees the name, so what is
 * added up is every look at which an index was being built: keys of tables that hold little are in it with what they take, and no more.
 */
export async function watchIndexes(url: string) {
  const client = await connect(url);
  // Seldom enough to cost the build next to nothing on the cores that it needs for itself.
  const EVERY = 200;
  let ms = 0;
  let on = true;
  let helpers = 0;
  const watching = (async () => {
    for (let last = performance.now(); on; ) {
      const { rows } = await client.query(
        "SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'parallel worker') AS helpers FROM pg_stat_progress_create_index WHERE datname = current_database() AND phase LIKE 'building index%'",
      );
      const now = performance.now();
      if (rows[0]) {
        helpers = Math.max(helpers, rows[0].helpers);
        ms += now - last;
      }
      last = now;
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  })();
  return {
    stop: async () => {
      on = false;
      await watching;
      await client.end();
      return { ms, helpers };
    },
  };
}

/** What the indexes of a sealed volume's text take by themselves, in ms, as PostgreSQL builds them over committed rows: those of the partition of its first number. */
export async function buildBareIndexes(admin: pg.Client, first: number): Promise<number> {
  const table = textTable(first);
  const words = `ON ${table} USING gin (search.words(turns)) WITH (fastupdate = off) WHERE kind`;
  await admin.query("SET maintenance_work_mem = '512MB'");
  const ms = await timed(async () => {
    await admin.query(`CREATE INDEX bare_0 ${words} = 0`);
    await admin.query(`CREATE INDEX bare_1 ${words} = 1`);
    await admin.query(`CREATE INDEX bare_2 ON ${table} (docno) WHERE kind > 0`);
  });
  await admin.query("DROP INDEX record.bare_0, record.bare_1, record.bare_2; RESET maintenance_work_mem");
  return ms;
}

/** The partition that holds the text of a conversation. */
export const textTable = (docno: number) => `record.conversation_text_${String(Math.floor(docno / 1_000_000)).padStart(4, "0")}`;

import pg from "pg";
import type { Scratch } from "@/prisma/scratch";
import { makeVolume } from "@/prisma/seed/volume";
import { readersOf } from "@/prisma/testing/readers";
import { corpus } from "./corpus";
import { type Benchmark, type Figure, quantile } from "./figure";
import { type SlowDisk, slowDisk } from "./flush";
import { lag } from "./lag";

const CLIENTS = [1, 8, 32] as const;
const CONVERSATIONS = 2_000;
/** How long each is measured, and how often; the order goes round, so that a busy moment of the machine falls on all alike. */
const SLICE = 1_500;
const ROUNDS = 3;
const FLUSH = 2_000; // microseconds
/**
 * What each connection does before the clock starts. The web process keeps its connections; what is measured is a look of one that has been
 * open, not the reading of functions and the first plans of a new one.
 */
const WARM = 12;

type Way = "read" | "ticketed" | "chain";
const names: Record<Way, string> = { read: "unaudited read", ticketed: "ticketed view", chain: "view in a hash chain" };
let disk: SlowDisk | null = null;

/**
 * What the log costs a look: a read that nobody wrote down, a view whose entry is committed before its text is read, and what one would
 * write first, a chain of hashes whose every entry waits for the one before. In one run on one server, with the disk as it is and with one
 * whose flush takes 2 ms; and how soon an entry is under a signed checkpoint.
 */
export const audit: Benchmark = {
  name: "audit",
  server: () => {
    disk = slowDisk();
    return disk?.environment ?? {};
  },
  run: async (scratch) => {
    await makeVolume(scratch.database.intakeUrl, { matter: scratch.matter, name: "Views", controlPrefix: "VIEW" }, conversations());
    await makeChain(scratch);
    const first = Number((await scratch.admin.query("SELECT first_docno FROM record.volume WHERE name = 'Views'")).rows[0].first_docno);
    const readers = await readersOf(scratch, Math.max(...CLIENTS));
    const figures = await measured(scratch, readers, first, "");
    if (disk) {
      disk.flushTakes(FLUSH);
      figures.push(...(await measured(scratch, readers, first, ", flush 2 ms")));
      disk.flushTakes(0);
    }
    return [...figures, ...(await lag(scratch))];
  },
};

function* conversations() {
  let n = 0;
  for (const conversation of corpus(3)) {
    if (n++ === CONVERSATIONS) return;
    yield conversation;
  }
}

// The best that a chain can be: one call, the lock held from reading the head to the commit, nothing else inside.
async function makeChain({ admin }: Scratch) {
  await admin.query(`CREATE SCHEMA bench;
    CREATE TABLE bench.chain (id bigserial PRIMARY KEY, at timestamptz NOT NULL, docno integer NOT NULL, leaf bytea NOT NULL, hash bytea NOT NULL);
    CREATE FUNCTION bench.view(p_docno integer) RETURNS jsonb LANGUAGE plpgsql AS $$
    DECLARE v_before bytea; v_leaf bytea;
    BEGIN
      PERFORM pg_advisory_xact_lock(1);
      SELECT hash INTO v_before FROM bench.chain ORDER BY id DESC LIMIT 1;
      v_leaf := convert_to(jsonb_build_object('at', clock_timestamp(), 'action', 'conversation:view', 'object', p_docno, 'filler', repeat('x', 300))::text, 'UTF8');
      INSERT INTO bench.chain (at, docno, leaf, hash) VALUES (clock_timestamp(), p_docno, v_leaf, sha256(coalesce(v_before, '') || v_leaf));
      RETURN (SELECT turns FROM record.conversation_text WHERE docno = p_docno AND part = 0);
    END $$`);
}

type Look = (client: pg.Client, docno: number, reader: string) => Promise<unknown>;
const control = (first: number, docno: number) => `VIEW-${String(docno - first + 1).padStart(9, "0")}`;

function lookBy(way: Way, first: number): Look {
  if (way === "read")
    return (client, docno) =>
      client.query({ name: "read", text: "SELECT turns FROM record.conversation_text WHERE docno = $1 AND part = 0", values: [docno] });
  if (way === "chain") return (client, docno) => client.query({ name: "chain", text: "SELECT bench.view($1)", values: [docno] });
  return async (client, docno, reader) => {
    const opened = await client.query({
      name: "open",
      text: "SELECT api.open_view($1, $2, 1, 50, NULL, NULL)->>'ticket' AS ticket",
      values: [reader, control(first, docno)],
    });
    const { rowCount } = await client.query({
      name: "view",
      text: "SELECT * FROM api.read_view($1, $2)",
      values: [reader, opened.rows[0].ticket],
    });
    if (!rowCount) throw new Error("A ticketed view showed nothing.");
  };
}

async function measured(scratch: Scratch, readers: readonly string[], first: number, under: string): Promise<Figure[]> {
  const ways = Object.keys(names) as Way[];
  const taken = new Map<string, { seconds: number; times: number[] }>();
  for (let round = 0; round < ROUNDS; round++)
    for (const clients of CLIENTS)
      for (const way of ways) {
        const url = way === "ticketed" ? scratch.database.appUrl : scratch.database.adminUrl;
        const { seconds, times } = await slice(url, lookBy(way, first), readers.slice(0, clients), first);
        const key = `${way} ${clients}`;
        const before = taken.get(key) ?? { seconds: 0, times: [] };
        taken.set(key, { seconds: before.seconds + seconds, times: [...before.times, ...times] });
      }
  const rate = (way: Way, clients: number) => {
    const { seconds = 1, times = [] } = taken.get(`${way} ${clients}`) ?? {};
    return times.length / seconds;
  };
  const figures = CLIENTS.flatMap((clients) =>
    ways.flatMap((way): Figure[] => {
      const { times = [] } = taken.get(`${way} ${clients}`) ?? {};
      const name = `${names[way]}, ${clients} ${clients === 1 ? "client" : "clients"}${under}`;
      return [
        { name, value: rate(way, clients), unit: "views/s" },
        { name: `${name}, p50`, value: quantile(times, 0.5), unit: "ms" },
        { name: `${name}, p95`, value: quantile(times, 0.95), unit: "ms" },
      ];
    }),
  );
  const most = Math.max(...CLIENTS);
  const name = `ticketed against the chain, ${most} clients${under}`;
  return [
    ...figures,
    { name, value: rate("ticketed", most) / rate("chain", most), unit: "ratio", ...(under && { note: "at least 3 is promised" }) },
  ];
}

async function slice(url: string, look: Look, readers: readonly string[], first: number): Promise<{ seconds: number; times: number[] }> {
  const connections = await Promise.all(
    readers.map(async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const docno = (n: number, i: number) => first + ((n * 61 + i * 7) % CONVERSATIONS);
  await Promise.all(
    connections.map(async (client, n) => {
      for (let i = 0; i < WARM; i++) await look(client, docno(n, i), readers[n] ?? "");
    }),
  );
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(
    connections.map(async (client, n) => {
      for (let i = WARM; performance.now() < start + SLICE; i++) {
        const began = performance.now();
        await look(client, docno(n, i), readers[n] ?? "");
        times.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(connections.map((client) => client.end()));
  return { seconds, times };
}

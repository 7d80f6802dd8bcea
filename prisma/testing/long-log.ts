import type pg from "pg";

/**
 * Writes a long log at once, as a year of review would leave it, with its leaves: of every hundred entries 72 looks, 12 searches of fifty
 * conversations, 3 refusals, the rest sign-ins, codes and exports. `client` is a superuser's. The bytes of a leaf are missing: what is read
 * here is never hashed. The transactions are old ones and many: of a log all of one transaction PostgreSQL expects that hardly an entry is of
 * another, and would read all of it.
 */
export async function writeLongLog(client: pg.Client, matter: string, entries: number, until: Date): Promise<void> {
  await client.query(
    `INSERT INTO audit.entry (id, xid, at, matter_id, person_id, email, side, role, session_id, action, object, outcome, reason, detail, leaf)
     OVERRIDING SYSTEM VALUE
     SELECT nextval('audit.entry_id_seq'), (3 + n % 500)::text::xid8, $3::timestamptz - ($2::int - n) * (interval '365 days' / $2::int), $1, p.id, p.email, p.side, p.role, md5((p.id::text || (n / 400)))::uuid,
       CASE WHEN k < 75 THEN 'conversation:view' WHEN k < 87 THEN 'conversation:search' WHEN k < 92 THEN 'code:apply' WHEN k < 96 THEN 'session:open' WHEN k < 98 THEN 'production:ask' ELSE 'production:download' END,
       CASE WHEN k < 75 THEN 'conversation:LONG-' || lpad(((n::bigint * 7919) % 200000 + 1)::text, 9, '0') WHEN k >= 96 THEN 'production:' || md5((n / 5000)::text)::uuid END,
       CASE WHEN k < 3 THEN 'refused' ELSE 'done' END, CASE WHEN k < 3 THEN 'not_found' END,
       CASE WHEN k < 3 THEN NULL WHEN k < 75 THEN jsonb_build_object('from', 1, 'to', 6, 'tier', 1, 'characters', 4000)
         WHEN k < 87 THEN jsonb_build_object('shown', (SELECT jsonb_agg('LONG-' || lpad(((n::bigint * 31 + i * 4001) % 200000 + 1)::text, 9, '0')) FROM generate_series(1, 50) i), 'characters', 15000)
         ELSE '{"kind": "browser"}' END, ''
     FROM (SELECT n, (n * 37) % 100 AS k FROM generate_series(1, $2::int) n) x
     JOIN (SELECT p.id, p.email, m.side, m.role, row_number() OVER (ORDER BY p.email) - 1 AS r, count(*) OVER () AS c
       FROM access.person p JOIN access.membership m ON m.person_id = p.id WHERE m.matter_id = $1 AND m.side IN ('plaintiff', 'defense')) p ON p.r = x.n % p.c
     ORDER BY n`,
    [matter, entries, until],
  );
  const root = Buffer.alloc(32);
  await client.query("INSERT INTO audit.tree (log_id, origin, size, root) VALUES ($1, 'tests/long', 0, $2)", [matter, root]);
  await client.query(
    "INSERT INTO audit.leaf (log_id, index, entry_id, hash) SELECT $1, row_number() OVER (ORDER BY id) - 1, id, $2 FROM audit.entry WHERE matter_id = $1",
    [matter, root],
  );
  await client.query("UPDATE audit.tree SET size = (SELECT count(*) FROM audit.leaf WHERE log_id = $1) WHERE log_id = $1", [matter]);
  await client.query("VACUUM ANALYZE audit.entry");
  await client.query("VACUUM ANALYZE audit.leaf");
}

import { hashSecret } from "@/domain/people/session";
import { connect } from "@/prisma/connect";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { type Fault, must } from "./fault";
import { readable } from "./server";

const WANTED = 10_000;
const WORKERS = 6;
const SECONDS = 110;

/** A production that is being written, of a set of one conversation. Arranged: what is tested begins after it. */
async function arrange({ admin, matter }: Scratch, worker: number): Promise<{ set: string; control: string }> {
  const { rows } = await admin.query(
    `WITH made AS (INSERT INTO work.reviewed_set (id, matter_id, side, name, query, reading, filters, size, sha256, created_by)
       SELECT gen_random_uuid(), $1, 'plaintiff', 'Race ' || $2::int, '', '', '{}', 1, sha256(''), p.id FROM access.person p WHERE p.email = 'counsel@plaintiff.example' RETURNING id),
     part AS (INSERT INTO work.set_part SELECT m.id, (v.first_docno + $2::int) / 1000000, ARRAY[v.first_docno + $2::int] FROM made m, record.volume v WHERE v.name = 'Faults')
     SELECT id FROM made`,
    [matter, worker],
  );
  return { set: rows[0].id, control: `FAULT-${String(worker + 1).padStart(9, "0")}` };
}

async function counsel({ admin, matter }: Scratch): Promise<string> {
  const secret = `counsel-${Math.random()}`;
  const email = "counsel@plaintiff.example";
  await admin.query("BEGIN; SET LOCAL session_replication_role = replica");
  await admin.query(
    `INSERT INTO access.undertaking (person_id, order_id, order_sha256, signed_name)
     SELECT p.id, o.id, o.sha256, p.name FROM access.person p, access.protective_order o WHERE p.email = $1 AND o.matter_id = $2`,
    [email, matter],
  );
  await admin.query("COMMIT");
  await admin.query("SELECT api.open_session($1, $2, 'command', 'fault', NULL)", [email, hashSecret(secret)]);
  return secret;
}

export const holdRace: Fault = {
  name: "hold against export",
  promise: "no export becomes ready after a hold on any of it was acknowledged",
  run: async () => {
    const scratch = await openScratch();
    const outcomes = { ready: 0, held: 0 };
    try {
      await readable(scratch);
      const secret = await counsel(scratch);
      const end = Date.now() + SECONDS * 1000;
      await scratch.admin.query("SET session_replication_role = replica");
      const sets = [];
      for (let worker = 0; worker < WORKERS; worker++) sets.push(await arrange(scratch, worker));
      await Promise.all(sets.map((set, worker) => race(scratch, secret, set, worker, end, outcomes)));
    } finally {
      await scratch.close();
    }
    const made = outcomes.ready + outcomes.held;
    must(outcomes.ready > made / 100 && outcomes.held > made / 100, `the two never met: ${outcomes.ready} ready, ${outcomes.held} held`);
    return `${made} interleavings${made < WANTED ? ` (of ${WANTED}, in ${SECONDS} seconds)` : ""}: ${outcomes.held} held, ${outcomes.ready} published before the hold, 0 after it`;
  },
};

async function race(
  scratch: Scratch,
  secret: string,
  { set, control }: { set: string; control: string },
  worker: number,
  end: number,
  outcomes: { ready: number; held: number },
) {
  const [admin, placing, publishing] = await Promise.all([
    connect(scratch.database.adminUrl),
    connect(scratch.database.appUrl),
    connect(scratch.database.appUrl),
  ]);
  await admin.query("SET session_replication_role = replica"); // what is only arranged asks for no entry
  for (let round = 0; round < WANTED / WORKERS && Date.now() < end; round++) {
    const { rows } = await admin.query(
      `INSERT INTO release.production (matter_id, side, set_id, name, formats, reason, size, requested_by)
       SELECT s.matter_id, s.side, s.id, $2, '{jsonl}', 'r', 1, s.created_by FROM work.reviewed_set s WHERE s.id = $1 RETURNING id`,
      [set, `Race ${worker} ${round}`],
    );
    const production = rows[0].id as string;
    const place = async () => {
      await placing.query("BEGIN");
      await placing.query("SELECT api.begin($1, false)", [secret]);
      await placing.query("SELECT api.place_hold('conversation', $1, 'r', 'a')", [control]);
      await placing.query("SELECT api.record('hold:place', NULL, 'done', NULL, NULL, NULL, NULL)");
      await placing.query("COMMIT");
      // Acknowledged: what is not ready now never is.
      return (await admin.query("SELECT state FROM release.production WHERE id = $1", [production])).rows[0].state as string;
    };
    const publish = async () => {
      for (let wait = 0; wait < (round * 7) % 13; wait++) await new Promise(setImmediate);
      await publishing.query("SELECT api.finish_production($1, $2, 'ready', '[]', NULL)", [secret, production]);
    };
    const [acknowledged] = await Promise.all([place(), publish()]);
    const { rows: after } = await admin.query("SELECT state FROM release.production WHERE id = $1", [production]);
    const state = after[0].state as "ready" | "held";
    if (state === "ready" && acknowledged !== "ready")
      throw new Error(`published after the hold was acknowledged, in round ${round} of ${worker}`);
    outcomes[state]++;
    await admin.query(
      "UPDATE release.hold SET release_requested_by = placed_by, release_requested_side = 'plaintiff', released_by = gen_random_uuid(), released_side = 'court', released_at = clock_timestamp() WHERE released_at IS NULL AND target = $1",
      [control],
    );
  }
  await Promise.all([admin, placing, publishing].map((client) => client.end()));
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { corpus } from "../bench/corpus";
import { type Fault, must, sleep } from "./fault";

const RECORDS = 6_000;
const KILLS = 6;
const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning", "cli/index.ts"];

/** The command as it is typed at the terminal, as a process that can be killed. Answers how it ended. */
function intake(folder: string, file: string, volume: string, resume: boolean) {
  const words = ["intake", file, "--volume", volume, "--as", "custodian@host.example", "--json", ...(resume ? ["--resume"] : [])];
  const child = spawn(process.execPath, [...flags, ...words], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", READING_ROOM_DATA: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (more) => {
    said += more;
  });
  const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, said }));
  return { ended, kill: () => child.kill("SIGKILL") };
}

export const killedIntake: Fault = {
  name: "intake killed",
  promise: "an intake that was killed anywhere and resumed leaves the tables that an undisturbed one leaves",
  run: async () => {
    const scratch = await openScratch();
    try {
      await scratch.actor("custodian@host.example"); // signs
      const file = path.join(scratch.folder, "delivery.jsonl");
      writeFileSync(file, lines());
      const began = performance.now();
      const whole = await intake(scratch.folder, file, "Whole", false).ended;
      must(whole.code === 0, `an undisturbed intake ended with ${whole.code}: ${whole.said.slice(-300)}`);
      const takes = performance.now() - began;
      const kills = await killedAndResumed(scratch, file, takes);
      const tables = await compare(scratch);
      return `${RECORDS.toLocaleString("en-GB")} records, killed ${kills.during} times while reading and ${kills.sealing} while sealing, then resumed: ${tables}`;
    } finally {
      await scratch.close();
    }
  },
};

// Some are no records, so that what is rejected is compared as well.
function lines(): string {
  let made = "";
  let n = 0;
  for (const { sourceId, startedAt, model, turns } of corpus(11)) {
    if (n++ === RECORDS) return made;
    const messages = turns.map(({ role, text }) => ({ role: role === "prompt" ? "user" : "assistant", content: text }));
    made += n % 500 === 7 ? "{broken\n" : `${JSON.stringify({ id: sourceId, timestamp: Date.parse(startedAt) / 1000, model, messages })}\n`;
  }
  return made;
}

async function killedAndResumed({ admin, folder }: Scratch, file: string, takes: number): Promise<{ during: number; sealing: number }> {
  const kills = { during: 0, sealing: 0 };
  for (let tries = 0; ; tries++) {
    const { rows } = await admin.query("SELECT FROM record.volume WHERE name = 'Broken'");
    const running = intake(folder, file, "Broken", rows.length > 0);
    const left =
      tries < KILLS
        ? await Promise.race([running.ended, sleep(takes * (0.2 + Math.random() * 0.6)).then(() => null)])
        : await running.ended;
    if (left) {
      must(left.code === 0, `the resumed intake ended with ${left.code}: ${left.said.slice(-300)}`);
      must(kills.during + kills.sealing > 1, "it was not killed twice before it was done");
      return kills;
    }
    const { rows: work } = await admin.query(
      "SELECT count(*) FILTER (WHERE query ILIKE '%seal_volume%' AND state = 'active')::int AS sealing FROM pg_stat_activity WHERE application_name = 'intake'",
    );
    running.kill();
    await running.ended;
    kills[work[0].sealing > 0 ? "sealing" : "during"]++;
    await released({ admin });
  }
}

/** The server finishes the statement that it is at before it finds that nobody listens: until then the volume is taken. */
async function released({ admin }: Pick<Scratch, "admin">): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { rows } = await admin.query("SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'intake'");
    if (rows[0].n === 0) return;
    await sleep(100);
  }
  throw new Error("a minute after the kill its connection still holds the volume");
}

const OWN = ["docno", "volume_id", "delivery_id", "id", "at", "created_at", "sealed_at", "started", "finished_at"];

/** Every table of the record that knows conversations by their number, both volumes row by row, whatever the numbers they got. */
async function compare({ admin }: Scratch): Promise<string> {
  const { rows: tables } = await admin.query(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'docno' AND NOT a.attisdropped
     WHERE c.relnamespace = 'record'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const counted: string[] = [];
  for (const { name } of tables as { name: string }[]) {
    const { rows } = await admin.query(
      `SELECT v.name AS volume, count(*)::int AS rows, md5(string_agg(md5(((to_jsonb(t) - $1::text[]) || jsonb_build_object('n', t.docno - v.first_docno))::text), '' ORDER BY md5(((to_jsonb(t) - $1::text[]) || jsonb_build_object('n', t.docno - v.first_docno))::text))) AS hash
       FROM record.volume v JOIN ${name} t ON t.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 GROUP BY v.name ORDER BY v.name`,
      [OWN],
    );
    const [broken, whole] = rows as { rows: number; hash: string }[];
    must(
      rows.length === 0 || (broken?.hash === whole?.hash && broken?.rows === whole?.rows),
      `${name} is not the same: ${JSON.stringify(rows)}`,
    );
    if (whole) counted.push(`${name.replace("record.", "")} ${whole.rows.toLocaleString("en-GB")}`);
  }
  const { rows: reports } = await admin.query(
    "SELECT count(DISTINCT size)::int AS sizes, count(DISTINCT (report - 'volume' - 'controlPrefix')::text)::int AS reports, bool_and(state = 'sealed') AS sealed FROM record.volume WHERE name IN ('Whole', 'Broken')",
  );
  must(reports[0].sizes === 1 && reports[0].reports === 1 && reports[0].sealed, "the reports of the two are not the same");
  return `the same reports and the same rows (${counted.join(", ")})`;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { connected } from "@/prisma/connect";
import { openDatabase } from "@/prisma/open";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { corpus } from "../bench/corpus";
import { type Fault, killServer, must, sleep } from "./fault";

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
  return { ended, going: () => child.exitCode === null, kill: () => child.kill("SIGKILL") };
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
      const whole = await intake(scratch.folder, file, "Whole", false).ended;
      must(whole.code === 0, `an undisturbed intake ended with ${whole.code}: ${whole.said.slice(-300)}`);
      const kills = await killedAndResumed(scratch, file);
      const tables = await compare(scratch);
      return `${RECORDS.toLocaleString("en-GB")} records, killed ${kills.reading} times while reading and ${kills.sealing} while sealing, then resumed: ${tables}`;
    } finally {
      await scratch.close();
    }
  },
};

const CUTS = 3;

export const cutIntake: Fault = {
  name: "power cut in an intake",
  promise:
    "an intake whose server was killed while it read goes on from what was on disk, and leaves the tables that an undisturbed one leaves",
  run: async () => {
    const scratch = await openScratch();
    scratch.admin.on("error", () => undefined);
    try {
      await scratch.actor("custodian@host.example"); // signs
      const file = path.join(scratch.folder, "delivery.jsonl");
      writeFileSync(file, lines());
      const whole = await intake(scratch.folder, file, "Whole", false).ended;
      must(whole.code === 0, `an undisturbed intake ended with ${whole.code}: ${whole.said.slice(-300)}`);
      for (let cut = 0; cut < CUTS; cut++) {
        const running = intake(scratch.folder, file, "Broken", cut > 0);
        await connected(scratch.database.adminUrl, async (admin) => {
          admin.on("error", () => undefined);
          await reached({ admin }, MOMENTS[0].statement, running.going);
          must(running.going(), "it was done before its server was killed");
          await killServer(scratch.folder);
        });
        const left = await running.ended;
        must(left.code !== 0 && left.code !== null, `without its server it ended with ${left.code}`);
        await openDatabase(scratch.folder);
      }
      const left = await intake(scratch.folder, file, "Broken", true).ended;
      must(left.code === 0, `the resumed intake ended with ${left.code}: ${left.said.slice(-300)}`);
      const tables = await connected(scratch.database.adminUrl, (admin) => compare({ admin }));
      return `${RECORDS.toLocaleString("en-GB")} records, the server killed ${CUTS} times: ${tables}`;
    } finally {
      await scratch.close().catch(() => undefined);
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

/** What the intake is at, as the server sees it, and the statement by which that is known. */
const MOMENTS = [
  { at: "reading", statement: "COPY record.staged%" },
  { at: "sealing", statement: "%seal_volume%" },
] as const;

/** Half of the kills while it reads, half while it seals, each at a moment of its own: a short one is not left to chance. */
async function killedAndResumed({ admin, folder }: Scratch, file: string): Promise<{ reading: number; sealing: number }> {
  const kills = { reading: 0, sealing: 0 };
  for (let tries = 0; ; tries++) {
    const { rows } = await admin.query("SELECT FROM record.volume WHERE name = 'Broken'");
    const running = intake(folder, file, "Broken", rows.length > 0);
    const moment = MOMENTS[tries < KILLS / 2 ? 0 : 1];
    if (tries < KILLS) await reached({ admin }, moment.statement, running.going);
    if (tries >= KILLS || !running.going()) {
      const left = await running.ended;
      must(left.code === 0, `the resumed intake ended with ${left.code}: ${left.said.slice(-300)}`);
      must(kills.reading > 0 && kills.sealing > 0, `it was killed ${kills.reading} times while reading and ${kills.sealing} while sealing`);
      return kills;
    }
    running.kill();
    await running.ended;
    kills[moment.at]++;
    await released({ admin });
  }
}

/** Resolves a moment after the intake's connection is at such a statement, or when the intake has ended. */
async function reached({ admin }: Pick<Scratch, "admin">, statement: string, going: () => boolean): Promise<void> {
  const at = "SELECT FROM pg_stat_activity WHERE application_name = 'intake' AND state = 'active' AND query ILIKE $1";
  while (going()) {
    if ((await admin.query(at, [statement])).rowCount) return sleep(Math.random() * 150);
    await sleep(5);
  }
}

/** The server finishes the statement that it is at before it finds that nobody listens: until then the volume is taken. */
async function released({ admin }: Pick<Scratch, "admin">): Promise<void> {
  for (let tries = 0; tries < 6_000; tries++) {
    const { rows } = await admin.query("SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'intake'");
    if (rows[0].n === 0) return;
    await sleep(100);
  }
  throw new Error("ten minutes after the kill its connection still holds the volume");
}

const OWN = ["docno", "volume_id", "delivery_id", "id", "at", "created_at", "sealed_at", "started", "finished_at"];

/** Every table of the record that knows conversations by their number, both volumes row by row, whatever the numbers they got. */
async function compare({ admin }: Pick<Scratch, "admin">): Promise<string> {
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

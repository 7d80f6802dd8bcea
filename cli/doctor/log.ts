// The log: whether it continues what was signed, whether it is being sequenced, signed and witnessed now, and summed up.
import { existsSync } from "node:fs";
import type pg from "pg";
import { settingsOf } from "@/domain/orders/schema";
import { parseCheckpoint } from "@/lib/checkpoint";
import { openNote, parseVerifierKey } from "@/lib/note";
import { logFaults, readRemembered } from "@/log/guard";
import type { Database } from "@/prisma/open";
import { column, doubtful, type Finding, fine, wrong } from "./check";

/** Entries wait for at most a minute while the sequencer runs. */
const LATE = 2 * 60_000;

export async function continues({ sequencerUrl }: Database, folder: string): Promise<Finding> {
  const faults = await logFaults(sequencerUrl, await readRemembered(folder));
  if (faults.length === 0) return fine("log", "It continues everything that was signed and witnessed here.");
  return wrong(
    "log",
    faults.join(" "),
    "Serve nothing. Keep this database as it is, tell the monitor, and restore the newest backup; docs/running.md says how.",
  );
}

export async function signed(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `SELECT t.log_id AS log, t.origin, t.size::int, encode(t.root, 'base64') AS root, c.note, c.size::int AS signed, array(SELECT k.vkey FROM audit.log_key k WHERE k.log_id = t.log_id) AS keys
     FROM audit.tree t LEFT JOIN LATERAL (SELECT * FROM audit.checkpoint x WHERE x.log_id = t.log_id ORDER BY x.size DESC LIMIT 1) c ON true WHERE t.size > 0`,
  );
  if (rows.length === 0)
    return doubtful(
      "signature",
      "Nothing of the log is signed yet.",
      "Start the reading room (`npm start`): its sequencer signs what there is within a minute.",
    );
  for (const { origin, size, root, note, signed: upTo, keys } of rows) {
    const unfit = (says: string) =>
      wrong(
        "signature",
        `${origin}: ${says}`,
        "Serve nothing, and compare with the monitor’s last checkpoint: `audit export`, then `audit verify --since`.",
      );
    if (!note || upTo !== size) return unfit(`the newest checkpoint covers ${upTo ?? 0} of ${size} leaves of the tree.`);
    try {
      const said = parseCheckpoint(openNote(note, keys.map(parseVerifierKey)).text);
      if (said.origin !== origin || said.size !== size || Buffer.from(said.root).toString("base64") !== root)
        return unfit("the newest checkpoint is about another tree.");
    } catch (error) {
      return unfit((error as Error).message);
    }
  }
  return fine(
    "signature",
    `The newest checkpoint of ${rows.length === 1 ? "the log" : `each of ${rows.length} logs`} is signed by the log’s key and is the tree’s.`,
  );
}

export async function sequenced(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `SELECT count(*)::int AS n, extract(epoch FROM clock_timestamp() - min(at)) * 1000 AS ms FROM (
       SELECT e.at FROM audit.entry e WHERE e.id > coalesce((SELECT min(x.entry_id) FROM (SELECT entry_id FROM audit.leaf ORDER BY entry_id DESC LIMIT 5000) x), 0)
         AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT 10000) w`,
  );
  const { n, ms } = rows[0];
  if (n === 0) return fine("sequencer", "Every entry is in its tree.");
  if (Number(ms) < LATE) return fine("sequencer", `${n} entries wait, for less than two minutes.`);
  return doubtful(
    "sequencer",
    `${n} entries wait, the oldest for ${Math.round(Number(ms) / 60_000)} minutes.`,
    "Start the reading room (`npm start`): the sequencer belongs to it. If it runs, its last words on the terminal say why it does not get on.",
  );
}

export async function witnessed(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `SELECT m.slug, t.size::int, (SELECT max(s.size)::int FROM audit.cosignature s WHERE s.log_id = m.id) AS seen, (SELECT max(s.at) FROM audit.cosignature s WHERE s.log_id = m.id) AS at,
       (SELECT o.settings FROM access.protective_order o WHERE o.matter_id = m.id AND o.in_force_from <= now() ORDER BY o.version DESC LIMIT 1) AS settings
     FROM access.matter m JOIN audit.tree t ON t.log_id = m.id`,
  );
  const todo = "Let the monitor run a witness (`npm run cli -- witness --help`), or hand checkpoints out by hand.";
  for (const { slug, size, seen, at, settings } of rows) {
    const { witnessHours } = settingsOf(settings);
    if (seen === null)
      return doubtful(
        "witness",
        `No witness has cosigned the log of ${slug}: what the host’s own key signs proves nothing against the host.`,
        todo,
      );
    if (seen < size && Date.now() - at.getTime() > witnessHours * 3_600_000)
      return wrong(
        "witness",
        `The witness of ${slug} is silent since ${at.toISOString()}; after ${witnessHours} hours nothing opens.`,
        todo,
      );
  }
  return fine("witness", rows.length === 0 ? "There is no log to witness yet." : "Every log is cosigned.");
}

export async function keyOf(client: pg.Client, file: string): Promise<Finding> {
  const used = (await column(client, "SELECT count(*) FROM audit.log_key"))[0] !== "0";
  if (existsSync(file) || !used)
    return fine("log key", used ? `The signing key is at ${file}.` : "It is made when the log is first signed.");
  return wrong(
    "log key",
    `The log was signed with a key that is not at ${file}.`,
    "Put it back from its backup, or set READING_ROOM_LOG_KEY. A new key would begin another log.",
  );
}

export async function summed(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `SELECT (SELECT count(*)::int FROM oversight.report r WHERE r.asked_at < clock_timestamp() - interval '10 minutes' AND NOT EXISTS (SELECT FROM oversight.report_made d WHERE d.report_id = r.id)) AS waiting,
       (SELECT coalesce(max(t.size - coalesce((SELECT max(u.upto) FROM oversight.run u WHERE u.log_id = t.log_id), 0)), 0)::int FROM audit.tree t JOIN access.matter m ON m.id = t.log_id) AS behind`,
  );
  const { waiting, behind } = rows[0];
  if (waiting > 0 || behind > 100_000)
    return doubtful(
      "reporter",
      `${waiting} reports wait for more than ten minutes; ${behind} leaves are not summed up.`,
      "Start the reading room (`npm start`), and look for lines of the reporter on its terminal.",
    );
  return fine("reporter", "No report waits, and the monitor’s sums are up to date.");
}

import pg from "pg";
import { type Actor, type Permit, permit } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import {
  countAtTheEnd,
  type DeliveryRow,
  findVolume,
  insertDelivery,
  insertVolume,
  listDeliveries,
  lockVolume,
  sealVolume,
  type VolumeRow,
  waitForDisk,
} from "./data";
import { bytesOf, type Delivery, formatOf, hashOf, openDelivery } from "./delivery";
import { describeVolume } from "./describe";
import { loadDelivery } from "./load";
import { openPool, type Pool } from "./pool";
import type { IntakeReport, RunIntake } from "./schema";
import { addTally, emptyTally, inOrder } from "./tally";

export type Progress = {
  readonly step: "checking" | "reading" | "comparing" | "sealing";
  readonly file: string;
  readonly bytes: number;
  readonly of: number;
  readonly records: number;
  readonly rejected: number;
};

export type IntakeTools = {
  /** The database account that loads: rr_intake. It reads no text but the turns of a volume whose search for personal data is on record. */
  readonly intakeUrl: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly onMessage?: (message: string) => void;
  readonly signal?: AbortSignal;
  /** How many threads read records; by default two, for more than a few megabytes. */
  readonly threads?: number;
};

type Run = Permit<"intake:run">;
type Checked = Delivery & { readonly sha256: Buffer; readonly format: DeliveryRow["format"] };

/**
 * Reads files into a volume and seals it. A file that the volume has is recognised by its hash and not read again; one that broke off
 * goes on after its last committed batch. The log says at the beginning what was asked for, and at the end what became of it.
 * Throws DomainError: invalid, not_found, refused, conflict (sealed, or being loaded), unavailable (database gone, disk full).
 */
export async function runIntake(actor: Actor, input: RunIntake, tools: IntakeTools): Promise<IntakeReport> {
  const asked = { volume: input.volume, files: input.files.map((file) => file.split(/[\\/]/).at(-1)) };
  await act(actor, "intake:run", { object: `volume:${input.volume}`, detail: { step: "begin", ...asked } }, async () => ({ result: null }));
  const opened: Delivery[] = [];
  for (const file of input.files) opened.push(await openDelivery(file));
  // To check a file takes one core: threads begin on another one meanwhile.
  const pool = openPool(
    opened.reduce((sum, { bytes }) => sum + bytes, 0),
    tools.threads,
  );
  try {
    return await load(actor, input, await check(opened, input, tools), tools, pool);
  } finally {
    await pool.close();
  }
}

async function load(actor: Actor, input: RunIntake, files: readonly Checked[], tools: IntakeTools, pool: Pool): Promise<IntakeReport> {
  const object = `volume:${input.volume}`;
  const granted = permit(actor, "intake:run");
  const client = new pg.Client({ connectionString: tools.intakeUrl, application_name: "intake" });
  // A connection that is cut between two statements shows at the next one.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const opened = await openVolume(client, granted, input);
    if (opened.state === "loading" && Object.keys(input.manifest).length > 0)
      await describeVolume(actor, { ...input.manifest, volume: opened.name });
    const volume = (await findVolume(client, granted, opened.name)) ?? opened;
    refuseUnlisted(volume, files);
    await waitForDisk(client, granted, false);
    const rows = await loadFiles(client, granted, volume, files, tools, pool);
    await pool.close();
    await waitForDisk(client, granted, true);
    if (volume.state === "sealed" && volume.report) return volume.report;
    tools.onProgress?.({ step: "comparing", file: volume.name, bytes: 0, of: 0, ...countsOf(rows) });
    let report = await reportOf(client, granted, volume, rows);
    if (report.conversations > 0) {
      tools.onProgress?.({ step: "sealing", file: volume.name, bytes: 0, of: 0, records: report.records, rejected: report.rejected });
      report = await sealVolume(client, granted, volume.id, report);
    }
    const hashes = report.files.map(({ file, sha256, stored, rejected }) => ({ file, sha256, stored, rejected }));
    const step = report.conversations > 0 ? "sealed" : "nothing stored";
    await act(
      actor,
      "intake:run",
      { object, detail: { step, conversations: report.conversations, rejected: report.rejected, files: hashes } },
      async () => ({ result: null }),
    );
    return report;
  } catch (error) {
    throw explained(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

// Everything that can be known to be wrong is said before anything is stored.
async function check(opened: readonly Delivery[], input: RunIntake, { onProgress, onMessage, signal }: IntakeTools): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const delivery of opened) {
    const format = await formatOf(delivery, input.format);
    let bytes = 0;
    const sha256 = await hashOf(
      delivery,
      (n) => onProgress?.({ step: "checking", file: delivery.name, bytes: (bytes += n), of: delivery.bytes, records: 0, rejected: 0 }),
      signal,
    );
    if (checked.some((other) => other.sha256.equals(sha256)))
      onMessage?.(`${delivery.name} is the same as a file before it and is read once.`);
    else checked.push({ ...delivery, format, sha256 });
  }
  return checked;
}

// A list of hashes is what the producing party stands by: a file that is not on it is not theirs.
function refuseUnlisted({ state, hash_list: list }: VolumeRow, files: readonly Checked[]) {
  if (!list || state === "sealed") return;
  const unlisted = files.filter(({ sha256 }) => !list.some((one) => one.sha256 === sha256.toString("hex"))).map(({ name }) => name);
  if (unlisted.length > 0)
    throw new DomainError(
      "invalid",
      `Not on the producing party's list of hashes, so not as it was produced: ${unlisted.join(", ")}. Nothing was read.`,
    );
}

async function openVolume(client: pg.Client, granted: Run, input: RunIntake): Promise<VolumeRow> {
  // The lock of an intake that was killed goes when the server notices; that takes a moment.
  for (let tries = 0; !(await lockVolume(client, granted, input.volume)); tries++) {
    if (tries >= 10) throw new DomainError("conflict", `Another intake is loading the volume ${input.volume}. Wait for it to end.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const known = await findVolume(client, granted, input.volume);
  if (!known && input.resume)
    throw new DomainError("not_found", `There is no volume ${input.volume} to go on with. Without --resume it is made.`);
  if (!known) return insertVolume(client, granted, input);
  if (known.state === "deleted")
    throw new DomainError("conflict", `The volume ${known.name} was deleted. Its name and its numbers are not given again.`);
  if (input.disclosure && input.disclosure !== known.disclosure)
    throw new DomainError("conflict", `The volume ${known.name} is disclosed as ${known.disclosure}; only a new order changes that.`);
  if (input.prefix && input.prefix !== known.control_prefix)
    throw new DomainError("conflict", `The control numbers of ${known.name} begin with ${known.control_prefix}.`);
  return known;
}

async function loadFiles(
  client: pg.Client,
  granted: Run,
  volume: VolumeRow,
  files: readonly Checked[],
  tools: IntakeTools,
  pool: Pool,
): Promise<DeliveryRow[]> {
  const rows = await listDeliveries(client, granted, volume.id);
  for (const file of files) {
    const known = rows.find(({ file_sha256 }) => file_sha256.equals(file.sha256));
    if (known && known.state !== "reading") {
      tools.onMessage?.(
        `${file.name} is in the volume ${volume.name} already (as ${known.file}, ${known.stored} conversations) and is not read again.`,
      );
      continue;
    }
    if (volume.state === "sealed")
      throw new DomainError("conflict", `The volume ${volume.name} is sealed. Load ${file.name} into a new volume.`);
    if (known) tools.onMessage?.(`${file.name} was broken off after ${known.records} records and goes on from there.`);
    const row = known ?? (await insertDelivery(client, granted, volume.id, file));
    if (!known) rows.push(row);
    let bytes = 0;
    const told = () =>
      tools.onProgress?.({ step: "reading", file: file.name, bytes, of: file.bytes, records: row.records, rejected: row.rejected });
    const source = bytesOf(file, (n) => {
      bytes += n;
      told();
    });
    await loadDelivery(client, granted, row, source, { pool, onRecords: told, signal: tools.signal });
  }
  const unread = rows.find(({ state }) => state === "reading");
  if (unread)
    throw new DomainError(
      "conflict",
      `The file ${unread.file} of this volume was never read to its end. Name it as well, so that it can be.`,
    );
  return rows;
}

function countsOf(rows: readonly DeliveryRow[]) {
  return rows.reduce((sum, row) => ({ records: sum.records + row.records, rejected: sum.rejected + row.rejected }), {
    records: 0,
    rejected: 0,
  });
}

async function reportOf(client: pg.Client, granted: Run, volume: VolumeRow, rows: readonly DeliveryRow[]): Promise<IntakeReport> {
  const tally = emptyTally();
  for (const row of rows) addTally(tally, row.tally);
  const total = (count: (row: DeliveryRow) => number) => rows.reduce((sum, row) => sum + count(row), 0);
  return {
    volume: volume.name,
    controlPrefix: volume.control_prefix,
    superseding: null,
    reports: null,
    files: rows.map(({ file, file_sha256, format, bytes, records, stored, rejected }) => ({
      file,
      sha256: file_sha256.toString("hex"),
      format,
      bytes: Number(bytes),
      records,
      stored,
      rejected,
    })),
    records: total(({ records }) => records),
    rejected: total(({ rejected }) => rejected),
    ...inOrder(tally),
    ...(await countAtTheEnd(client, granted, volume.id)),
    filesMissing: (volume.hash_list ?? [])
      .filter(({ sha256 }) => !rows.some(({ file_sha256 }) => file_sha256.toString("hex") === sha256))
      .map(({ file }) => file),
  };
}

const goOn = "What was committed is kept: run the same command again and it goes on from there.";

// Errors of the server and of the connection, as what happened and what to do. Anything else is left as it is.
function explained(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "53100" || code === "ENOSPC") return new DomainError("unavailable", `The disk of the database is full. Make room. ${goOn}`);
  if (code === "23505" && message?.includes("control_prefix"))
    return new DomainError("conflict", "Another volume has this prefix. Choose one with --prefix.");
  const gone =
    /^(57P0|08|ECONN|EPIPE|ENOENT|53)/.test(code ?? "") || /Connection terminated|not queryable|Premature close/.test(message ?? "");
  return gone ? new DomainError("unavailable", `The database stopped answering. ${goOn}`) : error;
}

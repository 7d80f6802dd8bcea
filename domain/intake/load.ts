import type pg from "pg";
import type { Permit } from "@/domain/access/permit";
import { limits } from "@/domain/formats/record";
import { type Span, splitter } from "@/domain/formats/split";
import { collectGarbage } from "@/lib/memory";
import { copyStaged, type DeliveryRow, insertRejections, type Rejection, updateDelivery } from "./data";
import type { Bytes } from "./delivery";
import type { Pool } from "./pool";
import { type Batch, LARGE_RECORD, type Prepared, prepare } from "./prepare";
import { addTally } from "./tally";

/** A batch is committed whole, with the ledger: this many records or about this many bytes, whichever comes first. */
const BATCH_RECORDS = 2_000;
const BATCH_BYTES = 4 * 1024 * 1024;
/** While a record of this size is prepared, threads would take memory for nothing. */
const HUGE_RECORD = 8 * 1024 * 1024;

type Run = Permit<"intake:run">;
type Underway = { readonly batch: Batch; readonly ready: Promise<Prepared> };

/**
 * Reads one file to its end into the staging table, from where its ledger stands. Every record is stored or rejected. While batches are
 * prepared, as many at once as the pool is wide, those before them are committed in their order. Where this throws, everything up to the
 * last committed batch is kept.
 */
export async function loadDelivery(
  client: pg.Client,
  permit: Run,
  delivery: DeliveryRow,
  bytes: Bytes,
  { pool, onRecords, signal }: { pool: Pool; onRecords: (row: DeliveryRow) => void; signal?: AbortSignal },
): Promise<void> {
  const { id, format, records: committed } = delivery;
  const underway: Underway[] = [];
  let ordinal = 0;
  let offset = 0;
  let spans: Span[] = [];
  let held = 0;
  let committing: Promise<void> = Promise.resolve();
  const commitFirst = async () => {
    const first = underway.shift();
    if (!first) return;
    const ready = await first.ready;
    await committing;
    signal?.throwIfAborted();
    committing = commitBatch(client, permit, delivery, first.batch, ready, false).then(() => onRecords(delivery));
    // It is awaited before the next batch; until then a failure is not unhandled.
    committing.catch(() => undefined);
  };
  const send = async () => {
    if (spans.length === 0) return;
    const batch = { delivery: id, format, ordinal: ordinal - spans.length + 1, spans };
    spans = [];
    held = 0;
    const ready = pool.prepare(batch);
    ready.catch(() => undefined);
    underway.push({ batch, ready });
    if (underway.length >= pool.width) await commitFirst();
  };
  const drain = async () => {
    await send();
    while (underway.length > 0) await commitFirst();
    await committing;
  };
  const take = async (span: Span) => {
    if (ordinal + 1 <= committed) {
      ordinal++;
      return;
    }
    const large = span.byteLength >= LARGE_RECORD && span.bytes !== null;
    if (large) await drain();
    if (large && span.byteLength >= HUGE_RECORD) await pool.rest();
    ordinal++;
    spans.push(span);
    held += span.bytes?.length ?? 0;
    if (large) {
      const batch = { delivery: id, format, ordinal, spans };
      spans = [];
      held = 0;
      await commitBatch(client, permit, delivery, batch, prepare(batch), false);
      onRecords(delivery);
      collectGarbage();
    } else if (spans.length >= BATCH_RECORDS || held >= BATCH_BYTES) await send();
  };
  const machine = splitter(limits.bytes);
  for await (const chunk of bytes.chunks) {
    signal?.throwIfAborted();
    offset += chunk.length;
    for (const span of machine.push(chunk)) await take(span);
  }
  for (const span of machine.end()) await take(span);
  const damage = bytes.damage();
  if (damage) await take({ line: 0, byteOffset: offset, byteLength: 0, bytes: null, fault: damage });
  await drain();
  await finish(client, permit, delivery);
  onRecords(delivery);
}

async function finish(client: pg.Client, permit: Run, delivery: DeliveryRow): Promise<void> {
  await updateDelivery(client, permit, delivery, true);
  Object.assign(delivery, { state: "read" });
}

async function commitBatch(
  client: pg.Client,
  permit: Run,
  delivery: DeliveryRow,
  batch: Batch,
  ready: Prepared,
  again: boolean,
): Promise<void> {
  const next = { ...delivery, tally: structuredClone(delivery.tally) };
  await client.query("BEGIN");
  try {
    const { stored, tally, rejections } = again ? await copyOneByOne(client, permit, batch) : await copyWhole(client, permit, ready);
    await insertRejections(client, permit, delivery.id, rejections);
    addTally(next.tally, tally);
    next.stored += stored;
    next.rejected += rejections.length;
    next.records += stored + rejections.length;
    await updateDelivery(client, permit, next, false);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    // Classes 22 and 54: the data itself is what the database cannot hold.
    if (!again && /^(22|54)/.test((error as { code?: string }).code ?? ""))
      return commitBatch(client, permit, delivery, batch, ready, true);
    throw error;
  }
  Object.assign(delivery, next);
}

async function copyWhole(client: pg.Client, permit: Run, ready: Prepared): Promise<Prepared> {
  if (ready.stored > 0) await copyStaged(client, permit, ready.rows);
  return ready;
}

/** Where the database refused a batch: halves it until each record that it cannot hold is found. Those are rejected, the others are stored. */
async function copyOneByOne(client: pg.Client, permit: Run, batch: Batch): Promise<Pick<Prepared, "stored" | "tally" | "rejections">> {
  const ready = prepare(batch);
  await client.query("SAVEPOINT piece");
  try {
    await copyWhole(client, permit, ready);
    await client.query("RELEASE SAVEPOINT piece");
    return ready;
  } catch (error) {
    const { code } = error as { code?: string };
    if (!/^(22|54)/.test(code ?? "")) throw error;
    await client.query("ROLLBACK TO SAVEPOINT piece");
    const [only] = batch.spans;
    if (batch.spans.length === 1 && only) return { ...prepare({ ...batch, spans: [] }), rejections: [refused(batch.ordinal, only, code)] };
    const middle = batch.spans.length >> 1;
    const first = await copyOneByOne(client, permit, { ...batch, spans: batch.spans.slice(0, middle) });
    const second = await copyOneByOne(client, permit, { ...batch, ordinal: batch.ordinal + middle, spans: batch.spans.slice(middle) });
    addTally(first.tally, second.tally);
    return { stored: first.stored + second.stored, tally: first.tally, rejections: [...first.rejections, ...second.rejections] };
  }
}

function refused(ordinal: number, { line, byteOffset, byteLength }: Span, code: string | undefined): Rejection {
  return { ordinal, line, byteOffset, byteLength, reason: `the database cannot hold it: ${code}` };
}

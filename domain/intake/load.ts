import type pg from "pg";
import type { Permit } from "@/domain/access/permit";
import { Unreadable } from "@/domain/formats/delivered";
import { readerFor } from "@/domain/formats/readers";
import { limits, parseRecord, placeOf } from "@/domain/formats/record";
import { type Span, splitter } from "@/domain/formats/split";
import { collectGarbage } from "@/lib/memory";
import { copyStaged, type DeliveryRow, insertRejections, type Rejection, updateDelivery } from "./data";
import type { Bytes } from "./delivery";
import { languageOf } from "./language";
import type { Tally } from "./schema";
import { stage } from "./stage";
import { addTally, tallyOf } from "./tally";

/** A batch is committed whole, with the ledger: this many records or about this many characters, whichever comes first. */
const BATCH_RECORDS = 2_000;
const BATCH_CHARACTERS = 8 * 1024 * 1024;
/** A record from here on is committed alone, before the next is read: several of its size at once would not stay within bounds. */
const LARGE_RECORD = 2 * 1024 * 1024;

type Item = {
  readonly ordinal: number;
  readonly pieces: readonly string[];
  readonly tally: Tally;
  readonly span: Pick<Span, "line" | "byteOffset" | "byteLength">;
};
type Batch = { items: Item[]; rejections: Rejection[]; characters: number };
type Run = Permit<"intake:run">;

/**
 * Reads one file to its end into the staging table, from where its ledger stands. Every record is stored or rejected. While one
 * batch is being committed the next one is read. Where this throws, everything up to the last committed batch is kept.
 */
export async function loadDelivery(
  client: pg.Client,
  permit: Run,
  delivery: DeliveryRow,
  bytes: Bytes,
  watch: { onRecords: (row: DeliveryRow) => void; signal?: AbortSignal },
): Promise<void> {
  const committed = delivery.records;
  let ordinal = 0;
  let offset = 0;
  let batch = emptyBatch();
  let committing: Promise<void> = Promise.resolve();
  const commit = async (finished: boolean) => {
    await committing;
    if (isEmpty(batch) && !finished) return;
    const ready = batch;
    batch = emptyBatch();
    committing = commitBatch(client, permit, delivery, ready, finished).then(() => watch.onRecords(delivery));
    // It is awaited before the next batch; until then a failure is not unhandled.
    committing.catch(() => undefined);
  };
  const take = async (span: Span) => {
    ordinal++;
    if (ordinal <= committed) return;
    const large = span.byteLength >= LARGE_RECORD && span.bytes !== null;
    if (large) await commit(false);
    add(batch, delivery, ordinal, span);
    if (large || isFull(batch)) await commit(false);
    if (!large) return;
    await committing;
    collectGarbage();
  };
  const machine = splitter(limits.bytes);
  for await (const chunk of bytes.chunks) {
    watch.signal?.throwIfAborted();
    offset += chunk.length;
    for (const span of machine.push(chunk)) await take(span);
  }
  for (const span of machine.end()) await take(span);
  const damage = bytes.damage();
  if (damage) await take({ line: 0, byteOffset: offset, byteLength: 0, bytes: null, fault: damage });
  await commit(true);
  await committing;
}

function emptyBatch(): Batch {
  return { items: [], rejections: [], characters: 0 };
}

function isEmpty({ items, rejections }: Batch) {
  return items.length + rejections.length === 0;
}

function isFull({ items, rejections, characters }: Batch) {
  return items.length + rejections.length >= BATCH_RECORDS || characters >= BATCH_CHARACTERS;
}

function add(batch: Batch, { id, format }: DeliveryRow, ordinal: number, span: Span) {
  const { line, byteOffset, byteLength } = span;
  try {
    const record = parseRecord(span);
    if (byteLength >= LARGE_RECORD) collectGarbage();
    const read = readerFor(format).read(record);
    const conversation = read.language ? read : { ...read, language: languageOf(read.turns) };
    const { pieces, ...counted } = stage(id, ordinal, conversation, placeOf(span));
    batch.items.push({ ordinal, pieces, tally: tallyOf(conversation, counted), span: { line, byteOffset, byteLength } });
    for (const piece of pieces) batch.characters += piece.length;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    batch.rejections.push({ ordinal, line, byteOffset, byteLength, reason: error.message });
  }
}

async function commitBatch(client: pg.Client, permit: Run, delivery: DeliveryRow, batch: Batch, finished: boolean): Promise<void> {
  const next = { ...delivery, tally: structuredClone(delivery.tally) };
  await client.query("BEGIN");
  try {
    const refused = await copyWhatFits(client, permit, batch.items);
    const stored = batch.items.filter((item) => !refused.has(item));
    const rejections = [...batch.rejections, ...[...refused].map(([{ ordinal, span }, reason]) => ({ ordinal, ...span, reason }))];
    await insertRejections(client, permit, delivery.id, rejections);
    for (const { tally } of stored) addTally(next.tally, tally);
    next.stored += stored.length;
    next.rejected += rejections.length;
    next.records += stored.length + rejections.length;
    await updateDelivery(client, permit, next, finished);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
  Object.assign(delivery, next, finished && { state: "read" });
}

/**
 * Copies the items. Where the database refuses the data itself (classes 22 and 54: a value it cannot hold), halves the batch until
 * the one record is found: it is rejected, and the others are stored.
 */
async function copyWhatFits(client: pg.Client, permit: Run, items: readonly Item[]): Promise<Map<Item, string>> {
  if (items.length === 0) return new Map();
  await client.query("SAVEPOINT piece");
  try {
    await copyStaged(
      client,
      permit,
      items.flatMap(({ pieces }) => pieces),
    );
    await client.query("RELEASE SAVEPOINT piece");
    return new Map();
  } catch (error) {
    const { code } = error as { code?: string };
    if (!/^(22|54)/.test(code ?? "")) throw error;
    await client.query("ROLLBACK TO SAVEPOINT piece");
    const [only] = items;
    if (items.length === 1 && only) return new Map([[only, `the database cannot hold it: ${code}`]]);
    const middle = items.length >> 1;
    const first = await copyWhatFits(client, permit, items.slice(0, middle));
    return new Map([...first, ...(await copyWhatFits(client, permit, items.slice(middle)))]);
  }
}

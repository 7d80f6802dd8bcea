import type pg from "pg";
import type { Actor, Permit } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { readerFor } from "@/domain/formats/readers";
import { limits, parseRecord, placeOf } from "@/domain/formats/record";
import { type Span, splitter } from "@/domain/formats/split";
import { DomainError, notFound } from "@/lib/errors";
import { connected } from "@/prisma/connect";
import { type DeliveryRow, findVolume, listDeliveries, type Proof, proofsAfter } from "./data";
import { bytesOf, type Delivery, hashOf, openDelivery } from "./delivery";
import type { ProveVolume, VolumeProof } from "./schema";
import { contentHashOf } from "./stage";

const STRETCH = 2_000;

/**
 * Holds a sealed volume against the files that were delivered: each file by its hash; each record, read again where it lay, by its own;
 * each conversation made from it once more; and each text that is kept, by the hash that was given when it was numbered. Nothing is changed
 * and no text is shown. Throws DomainError: not_found, conflict (not sealed), invalid (a file that the volume does not have).
 */
export function proveVolume(actor: Actor, { volume: name, files }: ProveVolume, intakeUrl: string): Promise<VolumeProof> {
  return act(actor, "intake:run", { object: `volume:${name}`, detail: { step: "proved" } }, async (_tx, permit) => {
    const result = await connected(intakeUrl, async (client) => {
      const volume = await findVolume(client, permit, name);
      if (!volume) throw notFound();
      if (volume.state !== "sealed") throw new DomainError("conflict", `The volume ${name} is not sealed: there is nothing to prove yet.`);
      const rows = await listDeliveries(client, permit, volume.id);
      const proof: VolumeProof = { files: 0, records: 0, proved: 0, rejected: 0, differing: [], filesMissing: [] };
      const seen = new Set<number>();
      for (const file of files) {
        const delivery = await openDelivery(file);
        const sha256 = await hashOf(delivery, () => undefined);
        const row = rows.find((one) => one.file_sha256.equals(sha256));
        if (!row) throw new DomainError("invalid", `${file} is not as any file of this volume was: no file has its hash.`);
        if (seen.has(row.id)) continue;
        seen.add(row.id);
        await proveFile(client, permit, row, delivery, proof);
      }
      return { ...proof, files: seen.size, filesMissing: rows.filter(({ id }) => !seen.has(id)).map(({ file }) => file) };
    });
    const different = result.differing.length;
    return { result, detail: { step: different > 0 ? "not proved" : "proved", conversations: result.proved, rejected: result.rejected } };
  });
}

async function proveFile(client: pg.Client, permit: Permit<"intake:run">, row: DeliveryRow, delivery: Delivery, proof: VolumeProof) {
  let expected: Proof[] = [];
  let at = -1;
  const next = async (): Promise<Proof | undefined> => {
    if (expected.length === 0) expected = await proofsAfter(client, permit, row.id, at, STRETCH);
    return expected[0];
  };
  const check = async (span: Span) => {
    proof.records++;
    const wanted = await next();
    if (wanted?.byte_offset !== span.byteOffset) {
      proof.rejected++;
      return;
    }
    expected.shift();
    at = span.byteOffset;
    const what = differenceOf(span, wanted, row);
    if (what) proof.differing.push({ file: row.file, line: span.line, byteOffset: span.byteOffset, what });
    else proof.proved++;
  };
  const machine = splitter(limits.bytes);
  for await (const chunk of bytesOf(delivery).chunks) for (const span of machine.push(chunk)) await check(span);
  for (const span of machine.end()) await check(span);
  // Whatever is left lies where the file has no record.
  for (let left = await next(); left; left = await next()) {
    proof.differing.push({ file: row.file, line: 0, byteOffset: left.byte_offset, what: "the file has no such record" });
    at = left.byte_offset;
    expected.shift();
  }
}

function differenceOf(span: Span, wanted: Proof, { format }: DeliveryRow): string | null {
  if (!placeOf(span).sha256.equals(wanted.record_sha256)) return "the record is not the one that was read";
  if (!contentHashOf(readerFor(format).read(parseRecord(span)).turns).equals(wanted.conversation_sha256))
    return "read again it says something else";
  return wanted.kept ? null : "the text that is kept is not the text that was numbered";
}

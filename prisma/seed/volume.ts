import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { disclosures } from "@/domain/conversations/schema";
import type { NormalisedConversation, Place } from "@/domain/formats/schema";
import { binaryRows } from "@/domain/intake/rows";
import { IntakeReport } from "@/domain/intake/schema";
import { copyStagedSql, stage } from "@/domain/intake/stage";
import { countIn, emptyTally, inOrder } from "@/domain/intake/tally";
import { connected } from "@/prisma/connect";

export type NewVolume = {
  readonly matter: string;
  readonly name: string;
  readonly controlPrefix: string;
  readonly disclosure?: (typeof disclosures)[number];
  readonly tier?: number;
  readonly source?: string;
  readonly deidVersion?: string;
  readonly frame?: Record<string, unknown>;
};

/**
 * Loads conversations made in the program itself into a sealed volume, by the same COPY and the same sealing as intake: the
 * whole volume with its report in one transaction, or, when anything stops it, nothing. Returns how many.
 */
export async function makeVolume(intakeUrl: string, volume: NewVolume, conversations: Iterable<NormalisedConversation>): Promise<number> {
  return connected(intakeUrl, async (client) => {
    await client.query("BEGIN");
    const { rows } = await client.query(
      `INSERT INTO record.volume (matter_id, name, control_prefix, disclosure, tier, source, deid_version, frame)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [
        volume.matter,
        volume.name,
        volume.controlPrefix,
        volume.disclosure ?? "complete",
        volume.tier ?? 2,
        volume.source ?? null,
        volume.deidVersion ?? null,
        volume.frame ?? null,
      ],
    );
    const id = rows[0].id as number;
    const file = `${volume.name} (generated)`;
    const fileHash = createHash("sha256").update(volume.name).digest();
    const made = await client.query(
      "INSERT INTO record.delivery (volume_id, file, file_sha256, format, bytes, state) VALUES ($1, $2, $3, 'messages', 0, 'read') RETURNING id",
      [id, file, fileHash],
    );
    const delivery = made.rows[0].id as number;
    const tally = emptyTally();
    let bytes = 0;
    const staging = binaryRows();
    function* blocks() {
      for (const conversation of conversations) {
        const place = placeOf(conversation, tally.conversations + 1, bytes);
        countIn(tally, conversation, stage(staging, delivery, place.line, conversation, place));
        bytes += place.byteLength + 1;
        yield* staging.take();
      }
      yield* staging.end();
    }
    await pipeline(Readable.from(blocks(), { objectMode: false }), client.query(copyFrom(copyStagedSql)));
    const size = tally.conversations;
    await client.query("UPDATE record.delivery SET records = $2, stored = $2, bytes = $3, finished_at = clock_timestamp() WHERE id = $1", [
      delivery,
      size,
      bytes,
    ]);
    const alike = await client.query("SELECT api.count_alike($1::smallint) AS counts", [id]);
    const report = IntakeReport.parse({
      ...inOrder(tally),
      volume: volume.name,
      controlPrefix: volume.controlPrefix,
      files: [{ file, sha256: fileHash.toString("hex"), format: "messages", bytes, records: size, stored: size, rejected: 0 }],
      records: size,
      ...alike.rows[0].counts,
      rejected: 0,
      rejectedByReason: {},
      rejections: [],
    });
    await client.query("SELECT api.seal_volume($1)", [id]);
    await client.query("UPDATE record.volume SET report = $2::jsonb || coalesce(report, '{}') WHERE id = $1", [id, JSON.stringify(report)]);
    await client.query("COMMIT");
    return size;
  });
}

// As if each conversation were a line of a file.
function placeOf(conversation: NormalisedConversation, line: number, byteOffset: number): Place {
  const bytes = Buffer.from(JSON.stringify(conversation));
  return { line, byteOffset, byteLength: bytes.length, sha256: createHash("sha256").update(bytes).digest() };
}

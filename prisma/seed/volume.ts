import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { disclosures } from "@/domain/conversations/schema";
import type { NormalisedConversation } from "@/domain/intake/schema";
import { stagedColumns, stagedLines } from "@/domain/intake/stage";
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
 * whole volume in one transaction, or, when anything stops it, nothing. Returns how many.
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
    const made = await client.query(
      "INSERT INTO record.delivery (volume_id, file, file_sha256, format, bytes, state) VALUES ($1, $2, $3, 'messages', 0, 'read') RETURNING id",
      [id, `${volume.name} (generated)`, createHash("sha256").update(volume.name).digest()],
    );
    const delivery = made.rows[0].id as number;
    let ordinal = 0;
    function* lines() {
      for (const conversation of conversations) {
        const bytes = Buffer.from(JSON.stringify(conversation));
        ordinal++;
        yield stagedLines(delivery, ordinal, conversation, {
          line: ordinal,
          byteOffset: 0,
          byteLength: bytes.length,
          sha256: createHash("sha256").update(bytes).digest(),
        });
      }
    }
    await pipeline(Readable.from(lines()), client.query(copyFrom(`COPY record.staged (${stagedColumns}) FROM STDIN`)));
    await client.query("UPDATE record.delivery SET records = $2, stored = $2, finished_at = clock_timestamp() WHERE id = $1", [
      delivery,
      ordinal,
    ]);
    await client.query("SELECT api.seal_volume($1)", [id]);
    await client.query("COMMIT");
    return ordinal;
  });
}

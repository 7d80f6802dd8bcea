import type { Side } from "@/domain/access/permissions";
import { fromBase64 } from "@/lib/bytes";
import { commit, type Secret, seal, secretOf } from "@/lib/seal";
import { Prisma } from "@/prisma/client/client";
import { SEALED_DETAIL } from "./schema";

/**
 * Whose side, and its public key in force; null where the side has made none yet, or somebody who left knows it. `courtKey`: where the order
 * lets the monitor read it too.
 */
export type Sealing = {
  readonly matter: string;
  readonly side: Side;
  readonly sealingKey: SealingKey | null;
  readonly courtKey: SealingKey | null;
};
export type SealingKey = { readonly epoch: number; readonly publicKey: string };

/** A detail as an entry takes it. What it says stays with the caller, who forgets it; the database never learns it. */
export type Sealed = {
  readonly commitment: Uint8Array<ArrayBuffer>;
  readonly box: Uint8Array<ArrayBuffer> | null;
  readonly epoch: number | null;
  readonly courtBox: Uint8Array<ArrayBuffer> | null;
  readonly courtEpoch: number | null;
};

/** Seals what an entry says to its own side alone. Without a key only the commitment remains. */
export async function sealDetail(
  { matter, side, sealingKey, courtKey }: Sealing,
  value: unknown,
): Promise<{ sealed: Sealed; secret: Secret }> {
  const secret = secretOf(value);
  const boxFor = (whose: Side, key: SealingKey | null) =>
    key && seal(fromBase64(key.publicKey), { purpose: SEALED_DETAIL, matter, side: whose, epoch: key.epoch }, secret);
  const sealed = {
    commitment: await commit(secret),
    box: await boxFor(side, sealingKey),
    epoch: sealingKey?.epoch ?? null,
    courtBox: await boxFor("court", courtKey),
    courtEpoch: courtKey?.epoch ?? null,
  };
  return { secret, sealed };
}

/** As the database's type audit.sealed. */
export function sealedRow(sealed: Sealed | null): Prisma.Sql {
  if (!sealed) return Prisma.sql`NULL::audit.sealed`;
  const { commitment, box, epoch, courtBox, courtEpoch } = sealed;
  return Prisma.sql`ROW(${commitment}::bytea, ${box}::bytea, ${epoch}::int, ${courtBox}::bytea, ${courtEpoch}::int)::audit.sealed`;
}

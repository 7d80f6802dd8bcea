import type { Side } from "@/domain/access/permissions";
import { commit, type Secret, seal, secretOf } from "@/lib/seal";
import { Prisma } from "@/prisma/client/client";

/** Whose side, and its public key in force; null where the side has made none yet. */
export type Sealing = { readonly matter: string; readonly side: Side; readonly sealingKey: SealingKey | null };
export type SealingKey = { readonly epoch: number; readonly publicKey: string };

/** A detail as an entry takes it. What it says stays with the caller, who forgets it; the database never learns it. */
export type Sealed = {
  readonly commitment: Uint8Array<ArrayBuffer>;
  readonly box: Uint8Array<ArrayBuffer> | null;
  readonly epoch: number | null;
};

/** The purpose that the boxes of entries are bound to. */
export const SEALED_DETAIL = "audit.detail";

/** Seals what an entry says to its own side alone. Without a key only the commitment remains. */
export async function sealDetail({ matter, side, sealingKey }: Sealing, value: unknown): Promise<{ sealed: Sealed; secret: Secret }> {
  const secret = secretOf(value);
  const commitment = await commit(secret);
  if (!sealingKey) return { secret, sealed: { commitment, box: null, epoch: null } };
  const { epoch, publicKey } = sealingKey;
  const box = await seal(Uint8Array.from(Buffer.from(publicKey, "base64")), { purpose: SEALED_DETAIL, matter, side, epoch }, secret);
  return { secret, sealed: { commitment, box, epoch } };
}

/** As the database's type audit.sealed. */
export function sealedRow(sealed: Sealed | null): Prisma.Sql {
  if (!sealed) return Prisma.sql`NULL::audit.sealed`;
  return Prisma.sql`ROW(${sealed.commitment}::bytea, ${sealed.box}::bytea, ${sealed.epoch}::int)::audit.sealed`;
}

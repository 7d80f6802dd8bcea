import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";

export type IdentityRow = { readonly id: string; readonly issuer: string; readonly linked_at: Date; readonly used_at: Date | null };

export function listIdentities(tx: Tx, _permit: Permit<"session:read">) {
  return tx.$queryRaw<IdentityRow[]>`SELECT id::text, issuer, linked_at, used_at FROM api.my_identities()`;
}

export async function startLink(tx: Tx, _permit: Permit<"identity:link">, issuer: string): Promise<void> {
  await tx.$queryRaw`SELECT api.start_link(${issuer})::text`;
}

export async function unlink(tx: Tx, _permit: Permit<"identity:unlink">, id: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ done: boolean }]>`SELECT api.unlink_identity(${id}::uuid) AS done`;
  return row.done;
}

import type { Side } from "@/domain/access/permissions";
import { newSecret, openKeys } from "@/lib/keys";
import type { World } from "./world";

/** Gives a side a key, as its members do in their browsers; the private half, which the server never sees. */
export async function giveSideKey({ admin, matter }: World, side: Side, epoch = 1): Promise<CryptoKeyPair> {
  const secret = await newSecret();
  const { pair, signKey } = await openKeys(secret);
  await admin.query(
    `INSERT INTO access.side_key (matter_id, side, epoch, public_key, sign_key, created_by)
     SELECT $1, $2, $3, $4, $5, person_id FROM access.membership WHERE matter_id = $1 AND side = $2 LIMIT 1`,
    [matter, side, epoch, Buffer.from(secret.publicKey), Buffer.from(signKey)],
  );
  return pair;
}

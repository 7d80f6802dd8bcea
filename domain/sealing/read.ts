import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { toBase64 } from "@/lib/bytes";
import { listMembers, listOwnGrants, listOwnLocks, listSideKeys } from "./data";
import type { Sealing } from "./schema";

/** What the actor's side seals to, who can open it, and the actor's own locks and grants. Every private key in it is wrapped. */
export function readSealing(actor: Actor): Promise<Sealing> {
  return look(actor, "sealing:read", async (tx, permit) => {
    const keys = await listSideKeys(tx, permit);
    const members = await listMembers(tx, permit);
    const locks = await listOwnLocks(tx, permit);
    const grants = await listOwnGrants(tx, permit);
    return {
      matter: actor.matter,
      side: actor.side,
      person: actor.person,
      stale: keys.some(({ stale }) => stale),
      keys: keys.map(({ epoch, public_key, sign_key, signature, previous, at, by }) => ({
        epoch,
        publicKey: toBase64(public_key),
        signKey: toBase64(sign_key),
        signature: signature && toBase64(signature),
        previous: previous && toBase64(previous),
        madeAt: at.toISOString(),
        madeBy: by,
      })),
      members: members.map(memberOf),
      locks: locks.map(({ salt, box, made_at, ...lock }) => ({
        ...lock,
        salt: toBase64(salt),
        box: toBase64(box),
        madeAt: made_at.toISOString(),
      })),
      grants: grants.map(({ epoch, box, key_id }) => ({ epoch, box: toBase64(box), key: key_id })),
    };
  });
}

function memberOf(row: Awaited<ReturnType<typeof listMembers>>[number]): Sealing["members"][number] {
  const { person, name, role, active, key_id, public_key, made_at, epoch, signature, granted_at, granted_by } = row;
  const key = key_id && public_key && made_at && { id: key_id, publicKey: toBase64(public_key), madeAt: made_at.toISOString() };
  const grant = epoch && signature && granted_at && { epoch, signature: toBase64(signature), at: granted_at.toISOString(), by: granted_by };
  return { person, name, role, active, key: key || null, grant: grant || null };
}

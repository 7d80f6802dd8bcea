import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";

const bytes = (least: number, most = least) =>
  z.base64("Base64.").refine(
    (text) => {
      const length = (text.length / 4) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
      return length >= least && length <= most;
    },
    `Base64 of ${least === most ? least : `${least} to ${most}`} bytes.`,
  );

/** A public key of P-256, uncompressed. */
const publicKey = bytes(65);
const signature = bytes(64);
const epoch = z.int().min(1).max(1_000_000);

/** A private key shut away: what the browser needs to open it again, and what nobody else can. */
const locked = { label: z.string().trim().min(1).max(80), salt: bytes(16, 64), box: bytes(40, 200) };
export const NewLock = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("passphrase"), iterations: z.int().min(600_000).max(10_000_000), ...locked }),
  z.object({ kind: z.literal("passkey"), credential: z.string().min(1).max(1_400), ...locked }),
]);
export type NewLock = z.infer<typeof NewLock>;

export const JoinSealing = z.object({ publicKey, lock: NewLock });
export type JoinSealing = z.infer<typeof JoinSealing>;

/** `key`: the id of the actor's own key that the lock keeps. */
export const AddLock = z.object({ key: z.uuid(), lock: NewLock });
export type AddLock = z.infer<typeof AddLock>;

export const RemoveLock = z.object({ id: z.uuid() });
export type RemoveLock = z.infer<typeof RemoveLock>;

/** The side's key wrapped for one member, named by the id of their own key. */
const grant = { member: z.uuid(), box: bytes(80, 200), signature };

/** The next key of the side. `signature` and `previous` are of the key before it; without one, and only then, they are left out. */
export const MakeSideKey = z.object({
  epoch,
  publicKey,
  signKey: bytes(32),
  signature: signature.optional(),
  previous: bytes(80, 200).optional(),
  grants: z.array(z.object(grant)).min(1).max(500),
});
export type MakeSideKey = z.infer<typeof MakeSideKey>;

export const GrantSideKey = z.object({ epoch, ...grant });
export type GrantSideKey = z.infer<typeof GrantSideKey>;

export const Lock = z.object({
  id: z.string(),
  kind: z.enum(["passphrase", "passkey"]),
  label: z.string(),
  salt: z.string(),
  iterations: z.int().nullable(),
  credential: z.string().nullable(),
  box: z.string(),
  madeAt: z.string(),
});
export type Lock = z.infer<typeof Lock>;

export const SideKey = z.object({
  epoch: z.int(),
  publicKey: z.string(),
  signKey: z.string(),
  signature: z.string().nullable(),
  previous: z.string().nullable(),
  madeAt: z.string(),
  madeBy: z.string().nullable(),
});
export type SideKey = z.infer<typeof SideKey>;

/** A member of the side. `key` null: has none yet. `epoch`: the newest that was granted to that key. `active` false: has left. */
export const SealingMember = z.object({
  person: z.string(),
  name: z.string(),
  role: z.enum(roles),
  active: z.boolean(),
  key: z.object({ id: z.string(), publicKey: z.string(), madeAt: z.string() }).nullable(),
  grant: z.object({ epoch: z.int(), signature: z.string(), at: z.string(), by: z.string().nullable() }).nullable(),
});
export type SealingMember = z.infer<typeof SealingMember>;

/**
 * What the actor's side seals to, who can open it, and what the actor needs to unlock it. `stale`: somebody who left knows the newest
 * key, so nothing is sealed to it until there is a next one.
 */
export const Sealing = z.object({
  matter: z.string(),
  side: z.enum(sides),
  person: z.string(),
  stale: z.boolean(),
  keys: z.array(SideKey),
  members: z.array(SealingMember),
  locks: z.array(Lock),
  grants: z.array(z.object({ epoch: z.int(), box: z.string(), key: z.string() })),
});
export type Sealing = z.infer<typeof Sealing>;

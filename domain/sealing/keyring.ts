// What a member's browser does with the keys of their side. Pure: it is told what the server keeps, and answers what the server should
// keep next. Whatever the server says is checked against keys that it cannot have.
import { type Bytes, fromBase64, toBase64, toHex } from "@/lib/bytes";
import { box, isSigned, type Keys, newSecret, openKeys, type Secret, signed, unbox } from "@/lib/keys";
import { ITERATIONS, passkeyKey, passphraseKey, shut, unlocked } from "@/lib/lock";
import type { GrantSideKey, Lock, MakeSideKey, NewLock, Sealing, SideKey } from "./schema";

/** A side of a matter: what every statement below is bound to. */
export type Place = Pick<Sealing, "matter" | "side">;
type Member = { readonly person: string; readonly id: string; readonly publicKey: string };

const statement = (...parts: (string | number)[]) => ["reading-room", "v1", ...parts].join("|");
const hexOf = (base64: string) => toHex(fromBase64(base64));

/** What the holder of one key signs of the next. */
export function sideKeyStatement({ matter, side }: Place, key: Pick<SideKey, "epoch" | "publicKey" | "signKey">): string {
  return statement("side-key", matter, side, key.epoch, hexOf(key.publicKey), hexOf(key.signKey));
}

/** What the holder of a side's key signs when they give it to a member. */
export function grantStatement({ matter, side }: Place, epoch: number, member: Omit<Member, "id">): string {
  return statement("grant", matter, side, epoch, member.person, hexOf(member.publicKey));
}

const lockContext = ({ matter, side }: Place, person: string, publicKey: string) =>
  statement("lock", matter, side, person, hexOf(publicKey));
const grantContext = ({ matter, side }: Place, epoch: number, person: string) => statement("side-key-for", matter, side, epoch, person);
const previousContext = ({ matter, side }: Place, epoch: number) => statement("before", matter, side, epoch);
/** Of whom a safety number is. */
export const sideOwner = ({ matter, side }: Place, epoch: number) => `side|${matter}|${side}|${epoch}`;
export const memberOwner = ({ matter, side }: Place, person: string) => `member|${matter}|${side}|${person}`;

/** How a lock is opened: a passphrase, or what a passkey gave for the lock's salt. */
export type Opener = { readonly passphrase: string } | { readonly credential: string; readonly given: Bytes; readonly salt: Bytes };

/** Shuts a member's private key away. */
export async function newLock(place: Place, person: string, kept: Secret, opener: Opener, label: string): Promise<NewLock> {
  const context = lockContext(place, person, toBase64(kept.publicKey));
  const salt = "salt" in opener ? opener.salt : crypto.getRandomValues(new Uint8Array(16));
  const key = "given" in opener ? await passkeyKey(opener.given, salt) : await passphraseKey(opener.passphrase, salt, ITERATIONS);
  const shutAway = { label, salt: toBase64(salt), box: toBase64(await shut(key, context, kept.secret)) };
  return "given" in opener
    ? { kind: "passkey", credential: opener.credential, ...shutAway }
    : { kind: "passphrase", iterations: ITERATIONS, ...shutAway };
}

/** A member's private key out of one of its locks; null for the wrong passphrase. */
export async function openLock(
  place: Place,
  person: string,
  publicKey: string,
  lock: Lock,
  opener: { readonly passphrase: string } | { readonly given: Bytes },
): Promise<Secret | null> {
  const salt = fromBase64(lock.salt);
  const key =
    "given" in opener
      ? await passkeyKey(opener.given, salt)
      : await passphraseKey(opener.passphrase, salt, Math.max(lock.iterations ?? 0, ITERATIONS));
  const secret = await unlocked(key, lockContext(place, person, publicKey), fromBase64(lock.box));
  return secret && { secret, publicKey: fromBase64(publicKey) };
}

/** A side's key, held: what opens and signs, and the private key itself, for as long as it takes to wrap it. */
type Held = { readonly epoch: number; readonly keys: Keys; readonly secret: Secret };

/** Wraps a side's key for a member. */
export async function wrapFor(place: Place, { epoch, keys, secret }: Held, member: Member): Promise<GrantSideKey> {
  const wrapped = await box(fromBase64(member.publicKey), grantContext(place, epoch, member.person), secret.secret);
  const signature = await signed(keys, grantStatement(place, epoch, member));
  return { epoch, member: member.id, box: toBase64(wrapped), signature: toBase64(signature) };
}

/**
 * The next key of a side, wrapped for `members`. `before` is the key it follows, which signs it and is sealed to it: whoever holds the new
 * one reads what was sealed to the old. Null for the first.
 */
export async function newSideKey(place: Place, before: Held | null, epoch: number, members: readonly Member[]): Promise<MakeSideKey> {
  const secret = await newSecret();
  const keys = await openKeys(secret);
  const key = { epoch, publicKey: toBase64(secret.publicKey), signKey: toBase64(keys.signKey) };
  const grants = await Promise.all(members.map((member) => wrapFor(place, { epoch, keys, secret }, member)));
  const follows = before && {
    signature: toBase64(await signed(before.keys, sideKeyStatement(place, key))),
    previous: toBase64(await box(secret.publicKey, previousContext(place, epoch), before.secret.secret)),
  };
  return { ...key, ...follows, grants: grants.map(({ epoch: _, ...grant }) => grant) };
}

/** The private key of an epoch, out of the member's own grant. Null where there is none, or it does not open. */
export async function secretOf(sealing: Sealing, own: Keys, epoch: number): Promise<Held | null> {
  const key = sealing.keys.find((one) => one.epoch === epoch);
  const grant = sealing.grants.find((one) => one.epoch === epoch);
  if (!key || !grant) return null;
  const opened = await unbox(own.pair, grantContext(sealing, epoch, sealing.person), fromBase64(grant.box)).catch(() => null);
  return opened && held(key, opened);
}

/** The private key that a recovery sheet holds. Null where it is not the one of this epoch. */
export function heldFromSheet(sealing: Sealing, epoch: number, secret: Bytes): Promise<Held | null> {
  const key = sealing.keys.find((one) => one.epoch === epoch);
  return key ? held(key, secret) : Promise.resolve(null);
}

async function held(key: SideKey, opened: Bytes): Promise<Held | null> {
  const secret = { secret: opened, publicKey: fromBase64(key.publicKey) };
  const keys = await openKeys(secret).catch(() => null);
  return keys && { epoch: key.epoch, keys, secret };
}

/**
 * `keys` of every epoch that the member can open: those granted to them, and those before. `foreign`: epochs that say they follow one the
 * member holds, and are not signed by it: somebody without the side's key made them.
 */
export type Opened = { readonly keys: ReadonlyMap<number, Keys>; readonly foreign: readonly number[] };

/** Opens the side's keys with the member's own. */
export async function openSideKeys(sealing: Sealing, own: Keys): Promise<Opened> {
  const keys = new Map<number, Keys>();
  const newestFirst = [...sealing.keys].sort((a, b) => b.epoch - a.epoch);
  let before: Bytes | null = null;
  for (const key of newestFirst) {
    const found: Held | null = (await secretOf(sealing, own, key.epoch)) ?? (before && (await held(key, before)));
    if (found) keys.set(key.epoch, found.keys);
    before =
      found && key.previous
        ? await unbox(found.keys.pair, previousContext(sealing, key.epoch), fromBase64(key.previous)).catch(() => null)
        : null;
  }
  const foreign: number[] = [];
  for (const key of sealing.keys) {
    const follows = keys.get(key.epoch - 1);
    if (follows && !(key.signature && (await isSigned(follows.signKey, sideKeyStatement(sealing, key), fromBase64(key.signature)))))
      foreign.push(key.epoch);
  }
  return { keys, foreign };
}

/**
 * The members for whom the next key is wrapped: those who may act, and whose public key was vouched for by a holder of the present one.
 * A public key that the server exchanged meanwhile is not among them.
 */
export async function vouchedMembers(sealing: Sealing, epoch: number, signKey: Bytes): Promise<Member[]> {
  const vouched: Member[] = [];
  for (const { person, active, key, grant } of sealing.members) {
    if (!active || !key || grant?.epoch !== epoch) continue;
    const member = { person, id: key.id, publicKey: key.publicKey };
    if (await isSigned(signKey, grantStatement(sealing, epoch, member), fromBase64(grant.signature))) vouched.push(member);
  }
  return vouched;
}

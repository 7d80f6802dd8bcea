import type { Action } from "@/domain/access/permissions";
import type { Actor, Permit } from "@/domain/access/permit";
import { hashSecret } from "@/domain/people/session";
import type { Tx } from "@/lib/db";

export type FactorsRow = {
  readonly asked: boolean;
  readonly firstPassword: boolean;
  readonly totp: { readonly id: string; readonly enrolledAt: string; readonly usedAt: string | null } | null;
  readonly started: string | null;
  readonly passkeys: readonly {
    readonly id: string;
    readonly credential: string;
    readonly transports: readonly string[];
    readonly name: string;
    readonly enrolledAt: string;
    readonly usedAt: string | null;
  }[];
  readonly recoveryCodes: number;
};
export type Changed = "done" | "step_up" | "enrolled" | "not_found" | "wrong" | "none" | "last";

export async function findFactors(tx: Tx, _permit: Permit<Action>): Promise<FactorsRow> {
  const [row] = await tx.$queryRaw<[{ factors: FactorsRow }]>`SELECT api.my_factors() AS factors`;
  return row.factors;
}

export async function findPasskey(tx: Tx, _permit: Permit<"factor:confirm">, credential: string) {
  const [row] = await tx.$queryRaw<
    { public_key: Uint8Array; counter: bigint }[]
  >`SELECT public_key, counter FROM api.my_passkey(${credential})`;
  return row && { id: credential, publicKey: row.public_key, counter: Number(row.counter) };
}

export async function findPasswordHash(tx: Tx, _permit: Permit<"factor:confirm"> | Permit<"password:change">): Promise<string | null> {
  const [row] = await tx.$queryRaw<[{ hash: string | null }]>`SELECT api.my_password_hash() AS hash`;
  return row.hash;
}

export async function putChallenge(tx: Tx, _permit: Permit<"factor:confirm">, purpose: string, challenge: string): Promise<void> {
  await tx.$queryRaw`SELECT api.put_challenge(${purpose}, ${challenge})::text`;
}

/** The challenge that was put for this purpose, once. */
export async function takeChallenge(tx: Tx, _permit: Permit<"factor:confirm">, purpose: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<[{ challenge: string | null }]>`SELECT api.take_challenge(${purpose}) AS challenge`;
  return row.challenge;
}

export type Outcome = {
  readonly outcome: "done" | "wrong" | "wait" | "refused";
  readonly reason?: string;
  readonly seconds?: number;
  readonly renewed?: boolean;
};

/** Gives a factor to the database, which counts the tries, writes the entry and commits it. */
export async function confirm(tx: Tx, actor: Actor, factor: string, proof: object, secret: string): Promise<Outcome> {
  const [row] = await tx.$queryRaw<
    [{ outcome: Outcome }]
  >`SELECT api.confirm(${actor.secret}, ${factor}, ${JSON.stringify(proof)}::jsonb, ${hashSecret(secret)}) AS outcome`;
  return row.outcome;
}

export async function startTotp(tx: Tx, _permit: Permit<"factor:enrol">, id: string, sealed: Uint8Array): Promise<Changed> {
  const [row] = await tx.$queryRaw<[{ outcome: Changed }]>`SELECT api.start_totp(${id}::uuid, ${sealed}) AS outcome`;
  return row.outcome;
}

export async function enrolTotp(tx: Tx, _permit: Permit<"factor:enrol">, key: Uint8Array, code: string, secret: string): Promise<Changed> {
  const [row] = await tx.$queryRaw<[{ outcome: Changed }]>`SELECT api.enrol_totp(${key}, ${code}, ${hashSecret(secret)}) AS outcome`;
  return renewed(tx, row.outcome, secret);
}

type NewPasskey = {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports?: readonly string[];
};

export async function enrolPasskey(
  tx: Tx,
  _permit: Permit<"factor:enrol">,
  { id, publicKey, counter, transports = [] }: NewPasskey,
  name: string,
  secret: string,
): Promise<Changed> {
  const [row] = await tx.$queryRaw<[{ outcome: Changed }]>`SELECT api.enrol_passkey(${id}, ${Buffer.from(publicKey)}, ${counter}::bigint,
    ${[...transports]}, ${name}, ${hashSecret(secret)}) AS outcome`;
  return renewed(tx, row.outcome, secret);
}

export async function setRecoveryCodes(tx: Tx, _permit: Permit<"factor:enrol">, hashes: readonly Buffer[]): Promise<Changed> {
  const given = JSON.stringify(hashes.map((hash) => hash.toString("hex")));
  const [row] = await tx.$queryRaw<
    [{ outcome: Changed }]
  >`SELECT api.set_recovery_codes((SELECT array_agg(decode(h, 'hex')) FROM jsonb_array_elements_text(${given}::jsonb) h)) AS outcome`;
  return row.outcome;
}

export async function removeFactor(tx: Tx, _permit: Permit<"factor:remove">, id: string, secret: string): Promise<Changed> {
  const [row] = await tx.$queryRaw<[{ outcome: Changed }]>`SELECT api.remove_factor(${id}::uuid, ${hashSecret(secret)}) AS outcome`;
  return renewed(tx, row.outcome, secret);
}

export async function changePassword(tx: Tx, _permit: Permit<"password:change">, hash: string, secret: string): Promise<Changed> {
  const [row] = await tx.$queryRaw<[{ outcome: Changed }]>`SELECT api.change_password(${hash}, ${hashSecret(secret)}) AS outcome`;
  return renewed(tx, row.outcome, secret);
}

// The session goes by another secret from here on, within this very transaction: its entry is still to be written.
async function renewed(tx: Tx, outcome: Changed, secret: string): Promise<Changed> {
  if (outcome === "done") await tx.$queryRaw`SELECT api.begin(${secret}, false)::text`;
  return outcome;
}

export type SessionRow = {
  readonly id: string;
  readonly kind: "browser" | "token" | "command";
  readonly label: string;
  readonly caption: string;
  readonly device: string | null;
  readonly address: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly factor: string | null;
  readonly exports: boolean;
  readonly here: boolean;
};

export function listOwnSessions(tx: Tx, _permit: Permit<"session:read">) {
  return tx.$queryRaw<SessionRow[]>`SELECT id::text, kind, label, caption, device, address, created_at, last_seen_at, expires_at, factor,
    exports, here FROM api.my_sessions()`;
}

/** Ends one of one's own or, without an id, every other one. Answers how many ended. */
export async function endOwnSessions(tx: Tx, _permit: Permit<"session:end">, id: string | null, tokens: boolean): Promise<number> {
  const [row] = await tx.$queryRaw<[{ ended: number }]>`SELECT api.end_own_sessions(${id}::uuid, ${tokens}) AS ended`;
  return row.ended;
}

/** Makes a token, with its entries, or says why not. */
export async function insertToken(tx: Tx, { secret }: Actor, token: string, name: string, expires: Date, exports: boolean) {
  const [row] = await tx.$queryRaw<
    [{ made: { readonly outcome: "done"; readonly id: string } | { readonly outcome: "refused"; readonly reason: string } }]
  >`SELECT api.make_token(${secret}, ${hashSecret(token)}, ${name}, ${expires}::timestamptz, ${exports}) AS made`;
  return row.made;
}

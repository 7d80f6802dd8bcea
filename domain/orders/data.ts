import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { DraftOrder } from "./schema";

export type VersionRow = {
  readonly version: number;
  readonly title: string;
  readonly hash: string;
  readonly settings_hash: string;
  readonly in_force_from: Date;
  readonly binds_from: number;
  readonly reason: string | null;
  readonly drafted_by: string | null;
  readonly put_in_force_by: string | null;
};

/** Every version of the matter's order, the newest first, with the names of who wrote it and who put it in force. */
export function listVersions(tx: Tx, { actor }: Permit<"order:read">) {
  return tx.$queryRaw<VersionRow[]>`
    SELECT o.version, o.title, encode(o.sha256, 'hex') AS hash, encode(o.settings_sha256, 'hex') AS settings_hash, o.in_force_from, o.binds_from, o.reason,
      d.name AS drafted_by, f.name AS put_in_force_by
    FROM access.protective_order o LEFT JOIN access.person d ON d.id = o.drafted_by LEFT JOIN access.person f ON f.id = o.put_in_force_by
    WHERE o.matter_id = ${actor.matter}::uuid ORDER BY o.version DESC`;
}

export type TextRow = { readonly version: number; readonly title: string; readonly body: string; readonly settings: unknown };

/** The text and settings of some versions. */
export function findTexts(tx: Tx, { actor }: Permit<"order:read">, versions: readonly number[]) {
  return tx.$queryRaw<TextRow[]>`
    SELECT version, title, body, settings FROM access.protective_order WHERE matter_id = ${actor.matter}::uuid AND version = ANY (${[...versions]})`;
}

export type DraftRow = {
  readonly id: string;
  readonly base_version: number;
  readonly title: string;
  readonly body: string;
  readonly hash: string;
  readonly settings: unknown;
  readonly reason: string;
  readonly in_force_from: Date | null;
  readonly sign_again: boolean;
  readonly drafted_by: string;
  readonly drafted_at: Date;
};

/** The draft that waits for a decision, if any. */
export async function findOpenDraft(tx: Tx, { actor }: Permit<"order:read">): Promise<DraftRow | null> {
  const [row] = await tx.$queryRaw<DraftRow[]>`
    SELECT d.id, d.base_version, d.title, d.body, encode(sha256(convert_to(d.body, 'UTF8')), 'hex') AS hash, d.settings, d.reason, d.in_force_from, d.sign_again,
      coalesce(p.name, '') AS drafted_by, d.drafted_at
    FROM access.order_draft d LEFT JOIN access.person p ON p.id = d.drafted_by
    WHERE d.matter_id = ${actor.matter}::uuid AND d.decision IS NULL`;
  return row ?? null;
}

export type Drafted = { readonly outcome: "done"; readonly id: string } | { readonly outcome: "stale" | "pending" | "same" | "tiers" };

export async function insertDraft(tx: Tx, _permit: Permit<"order:draft">, draft: DraftOrder): Promise<Drafted> {
  const { base, title, text, settings, reason, inForceFrom = null, signAgain } = draft;
  const [row] = await tx.$queryRaw<
    [{ drafted: Drafted }]
  >`SELECT api.draft_order(${base}::int, ${title}, ${text}, ${JSON.stringify(settings)}::jsonb,
    ${reason}, ${inForceFrom}::timestamptz, ${signAgain}) AS drafted`;
  return row.drafted;
}

export type Decided =
  | {
      readonly outcome: "done";
      readonly id: string;
      readonly baseVersion: number;
      readonly title: string;
      readonly version: number | null;
      readonly sha256: string;
      readonly settingsSha256: string | null;
      readonly inForceFrom: string | null;
      readonly bindsFrom: number | null;
      readonly settings: unknown;
    }
  | { readonly outcome: "not_found" | "decided" | "stale" };

export async function decide(
  tx: Tx,
  _permit: Permit<"order:draft"> | Permit<"order:amend">,
  id: string,
  decision: "in_force" | "refused" | "withdrawn",
  reason: string,
): Promise<Decided> {
  const [row] = await tx.$queryRaw<[{ decided: Decided }]>`SELECT api.decide_order(${id}::uuid, ${decision}, ${reason}) AS decided`;
  return row.decided;
}

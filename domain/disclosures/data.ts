import type { Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { Clearance, DiscloseExpert, DisclosureState } from "./schema";

export type DisclosureRow = {
  readonly id: string;
  readonly side: Side;
  readonly name: string;
  readonly email: string;
  readonly employer: string;
  readonly engagements: string;
  readonly testimony: string;
  readonly relationships: string;
  readonly tier: number;
  readonly cv_name: string;
  readonly cv_type: string;
  readonly cv_bytes: number;
  readonly cv_sha256: string;
  readonly state: DisclosureState;
  readonly object_until: string;
  readonly ruling: "overruled" | "sustained" | null;
  readonly ruling_text: string | null;
  readonly objection: string | null;
  readonly cleared_membership: boolean | null;
} & { readonly [step in "disclosed" | "waived" | "objected" | "ruled" | "cleared" | "withdrawn" as `${step}_by`]: string | null } & {
  readonly [step in "disclosed" | "waived" | "objected" | "ruled" | "cleared" | "withdrawn" as `${step}_at`]: Date | null;
};

/** Every expert who was disclosed in the matter, the newest first. `cleared_membership` null: not admitted yet. */
export function listDisclosed(tx: Tx, { actor }: Permit<"disclosure:read">) {
  return tx.$queryRaw<DisclosureRow[]>`
    SELECT d.id::text, d.side::text, d.name, d.email, d.employer, d.engagements, d.testimony, d.relationships, d.tier::int, d.cv_name, d.cv_type, d.cv_bytes,
      encode(d.cv_sha256, 'hex') AS cv_sha256, d.state, to_char(d.object_until, 'YYYY-MM-DD') AS object_until, d.ruling, d.ruling_text, d.objection,
      (SELECT m.cleared_at IS NOT NULL FROM access.membership m JOIN access.person p ON p.id = m.person_id
        WHERE m.matter_id = d.matter_id AND m.side = d.side AND m.role = 'expert' AND m.ended_at IS NULL AND p.email = d.email AND p.suspended_at IS NULL) AS cleared_membership,
      b.name AS disclosed_by, d.disclosed_at, w.name AS waived_by, d.waived_at, j.name AS objected_by, d.objected_at, r.name AS ruled_by, d.ruled_at,
      c.name AS cleared_by, d.cleared_at, x.name AS withdrawn_by, d.withdrawn_at
    FROM access.disclosure d LEFT JOIN access.person b ON b.id = d.disclosed_by LEFT JOIN access.person w ON w.id = d.waived_by
    LEFT JOIN access.person j ON j.id = d.objected_by LEFT JOIN access.person r ON r.id = d.ruled_by LEFT JOIN access.person c ON c.id = d.cleared_by
    LEFT JOIN access.person x ON x.id = d.withdrawn_by
    WHERE d.matter_id = ${actor.matter}::uuid ORDER BY d.disclosed_at DESC, d.id`;
}

export type Disclosed =
  | { readonly outcome: "done"; readonly id: string; readonly objectUntil: string; readonly cvSha256: string }
  | { readonly outcome: "known" | "tiers" };

export async function insertDisclosure(
  tx: Tx,
  _permit: Permit<"disclosure:make">,
  { cv: _, ...candidate }: DiscloseExpert,
  file: { type: string; bytes: Uint8Array },
): Promise<Disclosed> {
  const described = JSON.stringify({ ...candidate, cvType: file.type });
  const [row] = await tx.$queryRaw<
    [{ disclosed: Disclosed }]
  >`SELECT api.disclose_expert(${described}::jsonb, ${Buffer.from(file.bytes)}) AS disclosed`;
  return row.disclosed;
}

export type Step = "object" | "waive" | "overruled" | "sustained" | "clear" | "withdraw";
export type Moved =
  | {
      readonly outcome: "done";
      readonly email: string;
      readonly side: Side;
      readonly objectUntil: string;
      readonly on?: string;
      readonly late?: true;
    }
  | { readonly outcome: "running"; readonly objectUntil: string }
  | { readonly outcome: "wrong_state"; readonly state: DisclosureState }
  | { readonly outcome: "not_found" | "wrong_side" | "seats" };

type Moving = Permit<"disclosure:object" | "disclosure:waive" | "disclosure:rule" | "disclosure:clear" | "disclosure:withdraw">;

export async function move(tx: Tx, _permit: Moving, id: string, step: Step, text: string | null): Promise<Moved> {
  const [row] = await tx.$queryRaw<[{ moved: Moved }]>`SELECT api.move_disclosure(${id}::uuid, ${step}, ${text}) AS moved`;
  return row.moved;
}

export async function findCv(tx: Tx, _permit: Permit<"disclosure:cv">, id: string) {
  const [row] = await tx.$queryRaw<
    { name: string; type: string; sha256: Uint8Array; body: Uint8Array }[]
  >`SELECT name, type, sha256, body FROM api.read_cv(${id}::uuid)`;
  return row ?? null;
}

export async function findClearance(tx: Tx, _permit: Permit<"order:read">): Promise<Clearance | null> {
  const [row] = await tx.$queryRaw<[{ clearance: Clearance | null }]>`SELECT api.my_clearance() AS clearance`;
  return row.clearance;
}

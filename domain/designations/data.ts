import type { Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { Challenge, ChallengeDesignation, SetDesignation } from "./schema";

export type ChallengeRow = {
  readonly id: string;
  readonly conversation: string;
  readonly turn: number;
  readonly tier: number;
  readonly asked: number;
  readonly grounds: string;
  readonly conferred: string;
  readonly side: Side;
  readonly made_by: string | null;
  readonly made_at: string;
  readonly answer_by: string;
  readonly move_by: string;
  readonly answer: string | null;
  readonly answered_by: string | null;
  readonly answered_at: string | null;
  readonly outcome: NonNullable<Challenge["ended"]>["outcome"] | null;
  readonly ended_with: string | null;
  readonly ended_by: string | null;
  readonly ended_at: string | null;
};

/** The challenges of the matter, the newest first. */
export async function listOfChallenges(tx: Tx, _permit: Permit<"designation:read">): Promise<ChallengeRow[]> {
  const rows = await tx.$queryRaw<{ row: ChallengeRow }[]>`SELECT c AS row FROM api.challenges() c`;
  return rows.map(({ row }) => row);
}

export type DesignationRow = {
  readonly id: string;
  readonly conversation: string;
  readonly turn: number;
  readonly was: number;
  readonly tier: number;
  readonly reason: string;
  readonly set_by: string | null;
  readonly set_side: Side;
  readonly set_at: string;
};

/** What was designated after delivery, the newest first. */
export async function listOfDesignations(tx: Tx, _permit: Permit<"designation:read">): Promise<DesignationRow[]> {
  const rows = await tx.$queryRaw<{ row: DesignationRow }[]>`SELECT d AS row FROM api.designations() d`;
  return rows.map(({ row }) => row);
}

export type Refused = {
  readonly outcome: "wrong_side" | "not_found" | "tiers" | "below" | "challenged" | "same" | "ended" | "answered" | "running";
  readonly moveBy?: string;
};
export type Made<More> = Refused | ({ readonly outcome: "done" } & More);

export async function designate(tx: Tx, _permit: Permit<"designation:set">, { conversation, turn, tier, reason }: SetDesignation) {
  const [row] = await tx.$queryRaw<
    [{ made: Made<{ id: string; was: number }> }]
  >`SELECT api.designate(${conversation}, ${turn}::int, ${tier}::int, ${reason}) AS made`;
  return row.made;
}

export async function challenge(tx: Tx, _permit: Permit<"designation:challenge">, asked: ChallengeDesignation) {
  const { conversation, turn, tier, grounds, conferred } = asked;
  const [row] = await tx.$queryRaw<
    [{ made: Made<{ id: string; tier: number; answerBy: string; moveBy: string }> }]
  >`SELECT api.challenge_designation(${conversation}, ${turn}::int, ${tier}::int, ${grounds}, ${conferred}) AS made`;
  return row.made;
}

type Moving = Permit<"designation:drop" | "designation:withdraw" | "designation:uphold" | "designation:rule">;
type Step = "drop" | "withdraw" | "uphold" | "kept" | "lowered" | "waived";

export async function move(tx: Tx, _permit: Moving, id: string, step: Step, text: string) {
  const [row] = await tx.$queryRaw<
    [{ made: Made<{ conversation: string; turn: number; tier: number; asked: number; now: number }> }]
  >`SELECT api.move_challenge(${id}::uuid, ${step}, ${text}) AS made`;
  return row.made;
}

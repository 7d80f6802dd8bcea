import type { Action } from "@/domain/access/permissions";
import { type Actor, type Permit, permit, replayed } from "@/domain/access/permit";
import { db, type Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { stateOf } from "@/lib/unexpected";
import { described } from "./described";
import { sealDetail, sealedRow } from "./seal-detail";

/**
 * What an entry says besides who, when and what: `object` and `detail` are for every monitor, `sealed` for the acting side
 * alone: it is encrypted to that side before it goes to the database.
 */
export type Told = {
  readonly object?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly sealed?: Readonly<Record<string, unknown>>;
};

/** What the work answers: its result, and what its entry adds now that it is known. */
export type Done<R> = { readonly result: R } & Told;

/**
 * Changes something: does `work` and appends its entry in one transaction, so that neither exists without the other.
 * A refusal, by the permission table or by the work itself, is undone and then recorded alone. The same request again does nothing, and throws
 * `conflict`.
 * Throws DomainError; where the entry cannot be written, nothing happened.
 */
export async function act<A extends Action, R>(
  actor: Actor,
  action: A,
  told: Told,
  work: (tx: Tx, permit: Permit<A>) => Promise<Done<R>>,
): Promise<R> {
  return recordingRefusals(actor, action, told, () => {
    const granted = permit(actor, action);
    return asActor(actor, async (tx) => {
      if (actor.request) await refuseAnswered(tx, actor.request);
      const { result, ...more } = await work(tx, granted);
      await record(tx, actor, action, "done", null, { ...told, ...more });
      return result;
    });
  });
}

/**
 * Reads what is not text (codes, holds, people): permitted, under row-level security, without an entry when it succeeds.
 * What shows words of a conversation goes through `show` instead.
 */
export function look<A extends Action, R>(actor: Actor, action: A, work: (tx: Tx, permit: Permit<A>) => Promise<R>): Promise<R> {
  return recordingRefusals(actor, action, {}, () => {
    const granted = permit(actor, action);
    return asActor(actor, (tx) => work(tx, granted));
  });
}

// A transaction that knows its caller: row-level security shows what is theirs and nothing else.
async function asActor<R>(actor: Actor, work: (tx: Tx) => Promise<R>): Promise<R> {
  return db().$transaction(
    async (tx) => {
      await begin(tx, actor);
      return work(tx);
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}

async function begin(tx: Tx, actor: Actor) {
  const [row] = await tx.$queryRaw<[{ known: boolean }]>`SELECT api.begin(${actor.secret}, ${!actor.polls}) IS NOT NULL AS known`;
  if (!row?.known) throw new DomainError("unauthenticated", "Your session has ended. Sign in again; nothing you entered was sent.");
}

async function refuseAnswered(tx: Tx, request: string) {
  const [row] = await tx.$queryRaw<[{ entry: bigint | null }]>`SELECT api.answered(${request}::uuid) AS entry`;
  if (row.entry !== null) throw replayed();
}

async function record(tx: Tx, actor: Actor, action: Action, outcome: "done" | "refused", reason: string | null, told: Told) {
  const detail = described(action, told.detail);
  const sealed = told.sealed ? (await sealDetail(actor, told.sealed)).sealed : null;
  await tx.$queryRaw`SELECT api.record(${action}, ${told.object ?? null}, ${outcome}, ${reason},
    ${detail}::jsonb, ${sealedRow(sealed)}, ${actor.request ?? null}::uuid)`;
}

// A refusal of a session that has ended has nobody to be recorded for.
async function recordingRefusals<R>(actor: Actor, action: Action, told: Told, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (stateOf(error) === "RR409") throw replayed(); // the same request at the same moment: the other did it
    if (error instanceof DomainError && error.code !== "unauthenticated" && error.details?.rule !== "replayed") {
      const reason = typeof error.details?.rule === "string" ? error.details.rule : error.code;
      await asActor(actor, (tx) => record(tx, actor, action, "refused", reason, told)).catch((second: unknown) => {
        throw stateOf(second) === "RR409" ? replayed() : second;
      });
    }
    throw error;
  }
}

import type { Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type {
  ClawBack,
  DecidePlaces,
  LeakPlace,
  LeakSearch,
  LeakType,
  ListRedactions,
  LostCover,
  Redaction,
  ReportLeak,
  SettleLost,
} from "./schema";

export type Refused = {
  readonly outcome:
    | "not_found"
    | "wrong_side"
    | "bounds"
    | "blank"
    | "long"
    | "changed"
    | "quotes"
    | "covered"
    | "lifted"
    | "nothing"
    | "settled";
};
/** A redaction as the database tells of it: `first` and `length` in code points of the delivered turn. */
export type Told = {
  readonly id: string;
  readonly conversation: string;
  readonly turn: number | null;
  readonly first: number | null;
  readonly length: number | null;
  readonly type: LeakType | null;
  readonly label: string | null;
};
export type Outcome<More = unknown> = Refused | ({ readonly outcome: "done" } & Told & More);

export async function report(tx: Tx, _permit: Permit<"redaction:report">, leak: ReportLeak, word: string) {
  const { conversationId, turn, start, end, quote, type, reason } = leak;
  const [row] = await tx.$queryRaw<
    [{ made: Outcome<{ already: boolean; versions?: number }> }]
  >`SELECT api.report_leak(${conversationId}, ${turn}::int, ${start}::int, ${end}::int, ${quote ?? null}, ${type}, ${word}, ${reason}) AS made`;
  return row.made;
}

export async function withdraw(tx: Tx, _permit: Permit<"redaction:claw-back">, { conversationId, turn, reason }: ClawBack) {
  const [row] = await tx.$queryRaw<
    [{ made: Outcome<{ already: boolean; versions?: number }> }]
  >`SELECT api.claw_back(${conversationId}, ${turn ?? null}::int, ${reason}) AS made`;
  return row.made;
}

export async function lift(tx: Tx, _permit: Permit<"redaction:lift">, id: string, reason: string, everywhere: boolean) {
  const [row] = await tx.$queryRaw<
    [{ made: Outcome<{ lifted: number }> }]
  >`SELECT api.lift_redaction(${id}::uuid, ${reason}, ${everywhere}) AS made`;
  return row.made;
}

export type RedactionRow = Told & {
  readonly reason: string;
  readonly origin: string | null;
  readonly carriedFrom: string | null;
  readonly carries: boolean;
  readonly lost: LostCover[];
  readonly placed: { readonly by: string | null; readonly side: Side; readonly at: string };
  readonly lifted: NonNullable<Redaction["lifted"]> | null;
  readonly search: (Pick<LeakSearch, "state" | "found" | "open"> & { readonly beat: boolean }) | null;
};

/** The redactions of the matter, the newest first; one more than asked for. */
export async function listOfRedactions(
  tx: Tx,
  _permit: Permit<"redaction:read">,
  { after, limit, waiting }: ListRedactions,
  id: string | null = null,
) {
  const rows = await tx.$queryRaw<
    { row: RedactionRow }[]
  >`SELECT r AS row FROM api.redactions(${after ?? null}::uuid, ${limit + 1}::int, ${waiting}, ${id}::uuid) r`;
  return rows.map(({ row }) => row);
}

export async function listOfPlaces(tx: Tx, _permit: Permit<"redaction:decide">, id: string): Promise<LeakPlace[]> {
  const rows = await tx.$queryRaw<{ row: LeakPlace }[]>`SELECT p AS row FROM api.leak_places(${id}::uuid, 200) p`;
  return rows.map(({ row }) => row);
}

export async function decide(tx: Tx, _permit: Permit<"redaction:decide">, { id, masked, places }: DecidePlaces) {
  const [row] = await tx.$queryRaw<
    [{ made: Outcome<{ places: string[]; open: number }> }]
  >`SELECT api.decide_places(${id}::uuid, ${masked}, ${places.map(BigInt)}::bigint[]) AS made`;
  return row.made;
}

export async function settle(tx: Tx, _permit: Permit<"redaction:decide">, { id, reason }: SettleLost) {
  const [row] = await tx.$queryRaw<[{ made: Outcome<{ settled: number }> }]>`SELECT api.settle_lost(${id}::uuid, ${reason}) AS made`;
  return row.made;
}

/** How far the search for the words of a report is; null where somebody else is at it, or there is none. */
export async function stepSearch(tx: Tx, _permit: Permit<"redaction:search">, id: string, ms: number) {
  const [row] = await tx.$queryRaw<
    [{ far: { state: LeakSearch["state"]; over: "done" | "too_many" | null; found: number } | null }]
  >`SELECT api.search_leak(${id}::uuid, ${ms}::int) AS far`;
  return row.far;
}

export async function endSearch(tx: Tx, _permit: Permit<"redaction:search">, id: string) {
  const [row] = await tx.$queryRaw<
    [{ made: (Told & { state: string; found: number }) | null }]
  >`SELECT api.end_leak_search(${id}::uuid) AS made`;
  return row.made;
}

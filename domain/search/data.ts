import type { Actor, Permit } from "@/domain/access/permit";
import { type Sealed, sealedRow } from "@/domain/audit/seal-detail";
import type { Opened } from "@/domain/audit/show";
import type { Found as FoundPattern } from "@/domain/query/hits";
import type { Leaf, Question } from "@/domain/query/question";
import type { Tx } from "@/lib/db";
import type { Secret } from "@/lib/seal";
import type { ResultRow } from "./schema";

/** A question as the database takes it: the tree, and the filters under their names there. */
export type Asked = { readonly question: Question | null; readonly text: string; readonly filters: Record<string, unknown> };
export type Window = { readonly after: string | null; readonly descending: boolean; readonly limit: number };
export type Page = {
  readonly rows: readonly (Omit<ResultRow, "id" | "snippet"> & { docno: number })[];
  readonly more: boolean;
};

/** What a door answers that tells nothing yet: the entry is committed, and what was asked for is read with its number. */
export type Ticket = { readonly ticket: string };
/** `replayed`: the entry is an earlier one of the same request. */
export type Recorded = Ticket & { readonly replayed?: boolean };
/** `total`: how many there are in all, where that is known without counting. */
export type Found = Ticket & { readonly total: number | null };

/** A question whose entry is committed, as whoever asked it says it again. */
export type OnRecord = Secret & { readonly ticket: bigint };

/** Puts a question on record: the entry with its commitment is committed when this returns, whether it grants or refuses. */
export async function openQuestion(
  tx: Tx,
  secret: string,
  action: "conversation:ask" | "conversation:count",
  sealed: Sealed,
  request: string | null,
): Promise<Opened<Recorded>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Recorded> }]
  >`SELECT api.open_question(${secret}, ${action}, ${sealedRow(sealed)}, ${request}::uuid) AS opened`;
  return row.opened;
}

/** Opens a page of what answers a question on record: the entry with the control numbers shown is committed when this returns. */
export async function openSearch(
  tx: Tx,
  { secret, request }: Actor,
  { ticket, salt, body }: OnRecord,
  window: Window,
): Promise<Opened<Found>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Found> }]
  >`SELECT api.open_search(${secret}, ${ticket}, ${salt}, ${body}, ${window.after}, ${window.descending}, ${window.limit}::int, ${request ?? null}::uuid) AS opened`;
  return row.opened;
}

/**
 * `before` and `after`: what of the turn stands around the fragment and decides what is marked in it. It is not shown. `places`: where in the
 * fragment regular expressions are found that the turn answers.
 */
export type Fragment = {
  control_number: string;
  turn: number;
  role: string;
  cut_before: boolean;
  cut_after: boolean;
  fragment: string;
  before: string;
  after: string;
  answers: number[];
  places: FoundPattern[];
};

/** `marking`: whether regular expressions are to be found in the text. */
export function readSnippets(
  tx: Tx,
  permit: Permit<"conversation:search">,
  ticket: bigint,
  leaves: readonly Leaf[],
  marking: boolean,
): Promise<Fragment[]> {
  return tx.$queryRaw<
    Fragment[]
  >`SELECT * FROM api.read_snippets(${permit.actor.secret}, ${ticket}, ${JSON.stringify(leaves)}::jsonb, ${marking})`;
}

/** The page that was opened. */
export async function readResults(tx: Tx, permit: Permit<"conversation:search">, ticket: bigint): Promise<Page> {
  const [row] = await tx.$queryRaw<[{ page: Page }]>`SELECT api.read_results(${permit.actor.secret}, ${ticket}) AS page`;
  return row.page;
}

import type { Permit } from "@/domain/access/permit";
import type { Opened } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import type { Question } from "./parse";
import type { ResultRow } from "./schema";
import type { Leaf } from "./words";

/** A question as the database takes it: the tree, and the filters under their names there. */
export type Asked = { readonly question: Question | null; readonly text: string; readonly filters: Record<string, unknown> };
export type Window = { readonly after: string | null; readonly descending: boolean; readonly limit: number };
export type Page = {
  readonly rows: readonly (Omit<ResultRow, "id" | "snippet"> & { docno: number })[];
  readonly more: boolean;
  /** How many there are in all, where that is known without counting. */
  readonly total: number | null;
};

/** What a door answers that tells nothing yet: the entry is committed, and what was asked for is read with its number. */
export type Ticket = { readonly ticket: string };

/** Opens a page of results: the entry with the control numbers shown is committed when this returns. */
export async function openSearch(tx: Tx, secret: string, asked: Asked, window: Window, request: string | null): Promise<Opened<Ticket>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Ticket> }]
  >`SELECT api.open_search(${secret}, ${asked.question && JSON.stringify(asked.question)}::jsonb,
    ${asked.text}, ${JSON.stringify(asked.filters)}::jsonb, ${window.after}, ${window.descending}, ${window.limit}::int, ${request}::uuid) AS opened`;
  return row.opened;
}

export type Fragment = { control_number: string; turn: number; role: string; cut_before: boolean; cut_after: boolean; fragment: string };

export function readSnippets(tx: Tx, permit: Permit<"conversation:search">, ticket: bigint, leaves: readonly Leaf[]) {
  return tx.$queryRaw<Fragment[]>`SELECT * FROM api.read_snippets(${permit.actor.secret}, ${ticket}, ${JSON.stringify(leaves)}::jsonb)`;
}

/** The page that was opened. */
export async function readResults(tx: Tx, permit: Permit<"conversation:search">, ticket: bigint): Promise<Page> {
  const [row] = await tx.$queryRaw<[{ page: Page }]>`SELECT api.read_results(${permit.actor.secret}, ${ticket}) AS page`;
  return row.page;
}

/** Asks for counts: the question is on record when this returns. What is counted or frozen with the ticket is that question. */
export async function openCount(tx: Tx, secret: string, asked: Asked): Promise<Opened<Ticket>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Ticket> }]
  >`SELECT api.open_count(${secret}, ${asked.question && JSON.stringify(asked.question)}::jsonb, ${asked.text}, ${JSON.stringify(asked.filters)}::jsonb) AS opened`;
  return row.opened;
}

export function readCount(tx: Tx, permit: Permit<"conversation:count">, ticket: bigint) {
  return tx.$queryRaw<{ facet: string; value: string; n: bigint }[]>`SELECT * FROM api.read_count(${permit.actor.secret}, ${ticket})`;
}

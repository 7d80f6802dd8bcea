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
  readonly ticket: string;
};

/** Opens a page of results: the entry with the control numbers shown is committed when this returns. */
export async function openSearch(tx: Tx, secret: string, asked: Asked, window: Window, request: string | null): Promise<Opened<Page>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Page> }]
  >`SELECT api.open_search(${secret}, ${asked.question && JSON.stringify(asked.question)}::jsonb,
    ${asked.text}, ${JSON.stringify(asked.filters)}::jsonb, ${window.after}, ${window.descending}, ${window.limit}::int, ${request}::uuid) AS opened`;
  return row.opened;
}

export type Fragment = { control_number: string; turn: number; role: string; cut_before: boolean; cut_after: boolean; fragment: string };

export function readSnippets(tx: Tx, permit: Permit<"conversation:search">, ticket: bigint, leaves: readonly Leaf[]) {
  return tx.$queryRaw<Fragment[]>`SELECT * FROM api.read_snippets(${permit.actor.secret}, ${ticket}, ${JSON.stringify(leaves)}::jsonb)`;
}

export function listFacets(tx: Tx, _permit: Permit<"conversation:count">, asked: Asked) {
  return tx.$queryRaw<
    { facet: string; value: string; n: bigint }[]
  >`SELECT * FROM api.facets(${asked.question && JSON.stringify(asked.question)}::jsonb, ${JSON.stringify(asked.filters)}::jsonb)`;
}

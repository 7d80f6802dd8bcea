import * as z from "zod";

/** How a list is asked for: rows after the one that `next` of the page before named. */
export const Paging = z.object({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type Paging = z.infer<typeof Paging>;

/** One page of a list: the rows, and what to send as `after` for the next page; null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().nullable() });
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null };

/** The same as Prisma asks for it: one row more than the page holds, beginning after the row that was named. */
export function windowOf({ after, limit }: Paging) {
  return { take: limit + 1, ...(after && { cursor: { id: after }, skip: 1 }) };
}

/** A page from rows of which one more than `limit` was asked for, so that the last page is known to be the last. */
export function pageFrom<Item extends { readonly id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What every creation answers. */
export const Created = z.object({ id: z.string() });
export type Created = z.infer<typeof Created>;

/** Nothing is asked: what is given besides is left alone. */
export const Nothing = z.object({});

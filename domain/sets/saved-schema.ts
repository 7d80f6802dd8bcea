import * as z from "zod";
import type { Side } from "@/domain/access/permissions";
import { Filters, Sort } from "@/domain/search/schema";

/** A search under a name. It is sealed to the side as it comes, and the server forgets it. */
export const SaveSearch = z.object({
  name: z.string().trim().min(1, "A saved search needs a name.").max(120, "A name has at most 120 characters."),
  query: z.string().max(2_000, "A query has at most 2,000 characters.").default(""),
  filters: Filters.extend({ set: z.uuid().optional() }).default({}),
  sort: Sort.default("date"),
});
export type SaveSearch = z.infer<typeof SaveSearch>;

/** A saved search as its side is given it: a box of lib/seal.ts that a browser of the side opens, and the volumes sealed since it was looked at. */
export const SavedSearch = z.object({
  id: z.string(),
  epoch: z.int(),
  commitment: z.string(),
  box: z.string(),
  savedBy: z.string(),
  savedAt: z.string(),
  lookedAt: z.string(),
  newVolumes: z.array(z.string()),
});
export type SavedSearch = z.infer<typeof SavedSearch>;

export const OneSaved = z.object({ id: z.uuid() });
export type OneSaved = z.infer<typeof OneSaved>;

/** For whom a saved search is sealed. */
export const searchFor = (whom: { readonly matter: string; readonly side: Side; readonly epoch: number }) => ({
  purpose: "work.search",
  ...whom,
});

import * as z from "zod";
import { Count, CountConversations } from "@/domain/search/schema";

/** A query to be read. `count`: whether to count what each part of it finds for itself, under the same filters. */
export const ReadQuery = CountConversations.extend({ count: z.stringbool().or(z.boolean()).optional() });
export type ReadQuery = z.infer<typeof ReadQuery>;

/**
 * How a query is understood: as a sentence, and part by part. `query` of a part asks for it alone. `join`: what joins the parts; null when
 * there is one, or none. `precedence`: what binds tighter in this matter.
 */
export const QueryReading = z.object({
  reading: z.string(),
  precedence: z.enum(["dtsearch", "sql"]),
  join: z.enum(["and", "or"]).nullable(),
  clauses: z.array(z.object({ reading: z.string(), query: z.string(), count: Count.nullable() })),
});
export type QueryReading = z.infer<typeof QueryReading>;

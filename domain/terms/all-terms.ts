import type { Actor } from "@/domain/access/permit";
import { listTerms } from "./list-terms";
import { readTermReport } from "./read";
import { MOST_TERMS, type ReadTermReport, type Term, type TermReport } from "./schema";

/** A report of the own side with every term of it, for paper: at most as many as a report may have. */
export async function allTerms(actor: Actor, { id }: ReadTermReport): Promise<{ report: TermReport; terms: readonly Term[] }> {
  const report = await readTermReport(actor, { id });
  const terms: Term[] = [];
  for (let after: number | undefined = 0; after !== undefined && terms.length < MOST_TERMS; ) {
    const page = await listTerms(actor, { id, after, limit: 500, format: "json" });
    if (page instanceof Response) break;
    terms.push(...page.items);
    after = page.next ? Number(page.next) : undefined;
  }
  return { report, terms };
}

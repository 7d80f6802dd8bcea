import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { type Page, type Paging, pageFrom } from "@/lib/page";
import { listOwnReports } from "./data";
import { reportOf } from "./read";
import type { TermReport } from "./schema";

/** The own side's search term reports, newest first, up to one's own clearance. */
export function listTermReports(actor: Actor, input: Paging): Promise<Page<TermReport>> {
  return look(actor, "set:read", async (tx, permit) => {
    const rows = await listOwnReports(tx, permit, input);
    const makers = rows.map(({ created_by }) => created_by);
    const names = await namesOf(tx, permit, makers);
    return pageFrom(
      rows.map((row) => reportOf(row, names)),
      input.limit,
    );
  });
}

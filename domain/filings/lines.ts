import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Source } from "@/domain/reports/source";
import { listBefore, listWithin } from "./data";

/** The sequenced log of the actor's matter, page by page, for what is computed from its entries. Permission is asked for each page. */
export function linesFor(actor: Actor): Source {
  return {
    within: (page) => look(actor, "audit:read", (tx, permit) => listWithin(tx, permit, page)),
    before: (page) => look(actor, "audit:read", (tx, permit) => listBefore(tx, permit, page)),
  };
}

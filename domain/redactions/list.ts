import { type Actor, may } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { type Page, pageFrom } from "@/lib/page";
import { listOfRedactions, type RedactionRow } from "./data";
import type { ListRedactions, Redaction } from "./schema";
import { searchElsewhere } from "./search-elsewhere";

/** What is masked by a person or withdrawn, the newest first, lifted ones with them. A reader sees those of conversations within their tier. */
export async function listRedactions(actor: Actor, asked: ListRedactions): Promise<Page<Redaction>> {
  const rows = await look(actor, "redaction:read", (tx, permit) => listOfRedactions(tx, permit, asked));
  // What broke off is carried on by whoever waits for it.
  const stalled = may(actor, "redaction:search") ? rows.filter(({ search }) => search?.state === "running" && search.beat) : [];
  for (const { id } of stalled) void searchElsewhere(actor, id);
  return pageFrom(rows.map(redactionOf), asked.limit);
}

export function redactionOf({ placed, lifted, search, ...row }: RedactionRow): Redaction {
  const { id, conversation, turn, type, label, reason, origin, carriedFrom, carries, lost } = row;
  const time = <D extends { readonly at: string }>(deed: D): D => ({ ...deed, at: new Date(deed.at).toISOString() });
  return {
    ...{ id, conversation, turn, type, label, reason, origin, carriedFrom, carries, lost },
    placed: time(placed),
    lifted: lifted && time(lifted),
    search: search && {
      state: search.state,
      found: search.found,
      open: search.open,
      stalled: search.state === "running" && search.beat,
    },
  };
}

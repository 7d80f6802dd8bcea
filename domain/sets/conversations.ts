import type { Actor } from "@/domain/access/permit";
import type { ResultPage } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import type { ListSetConversations } from "./schema";

/** A page of a set's conversations with a few words of each: a look like any page of results, and recorded as one. */
export function listSetConversations(actor: Actor, { id, after, limit }: ListSetConversations): Promise<ResultPage> {
  return searchConversations(actor, { q: "", set: id, sort: "date", after, limit });
}

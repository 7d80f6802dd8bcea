import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listOwnMatters } from "./data";
import type { OwnMatter } from "./schema";

/** The matters that the actor is of, in the order of their admission. Answers before a factor was given: each order asks for its own. */
export async function listMatters(actor: Actor): Promise<Page<OwnMatter>> {
  return { items: await look(actor, "factor:confirm", listOwnMatters), next: null };
}

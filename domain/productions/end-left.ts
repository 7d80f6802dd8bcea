import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { endLeft } from "./data";
import { discard } from "./folder";

/**
 * Ends what a restart, or a session that ended, left half written: such a production fails with a plain sentence and an entry, and
 * what was on disk of it goes. Asked whenever productions are looked at, since only then does anybody wait for them.
 */
export async function endLeftProductions(actor: Actor): Promise<void> {
  for (const id of await look(actor, "production:read", endLeft)) await discard(id);
}

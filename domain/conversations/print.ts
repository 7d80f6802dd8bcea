import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import { openPrint } from "./data";
import type { ConversationWindow, PrintConversation } from "./schema";
import { windowRead } from "./window";

/**
 * Gives turns for a sheet of paper. A way out like any other: refused while a hold covers the conversation, and on record with its reason
 * before the text is read. What happens to the sheet nobody sees.
 */
export function printConversation(actor: Actor, input: PrintConversation): Promise<ConversationWindow> {
  return show(actor, "conversation:print", (tx) => openPrint(tx, actor, input), windowRead);
}

import { handler } from "@/app/handler";
import { copyConversation } from "@/domain/conversations/copy";
import { CopyConversation } from "@/domain/conversations/schema";

export const POST = handler(CopyConversation, copyConversation, { created: true });

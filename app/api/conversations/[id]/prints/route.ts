import { handler } from "@/app/handler";
import { printConversation } from "@/domain/conversations/print";
import { PrintConversation } from "@/domain/conversations/schema";

export const POST = handler(PrintConversation, printConversation, { created: true });

import { handler } from "@/app/handler";
import { ViewConversation } from "@/domain/conversations/schema";
import { viewSource } from "@/domain/conversations/view-source";

export const GET = handler(ViewConversation, viewSource);

import { handler } from "@/app/handler";
import { ViewConversation } from "@/domain/conversations/schema";
import { viewSource } from "@/domain/conversations/view";

export const GET = handler(ViewConversation, viewSource);

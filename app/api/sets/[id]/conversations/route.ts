import { handler } from "@/app/handler";
import { listSetConversations } from "@/domain/sets/conversations";
import { ListSetConversations } from "@/domain/sets/schema";

export const GET = handler(ListSetConversations, listSetConversations);

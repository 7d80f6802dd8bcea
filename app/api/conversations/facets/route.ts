import { handler } from "@/app/handler";
import { CountConversations } from "@/domain/search/schema";
import { countConversations } from "@/domain/search/search";

export const GET = handler(CountConversations, countConversations);

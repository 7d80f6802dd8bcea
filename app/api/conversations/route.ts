import { handler } from "@/app/handler";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";

export const GET = handler(SearchConversations, searchConversations);

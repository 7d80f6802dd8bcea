import { handler } from "@/app/handler";
import { countConversations } from "@/domain/search/count";
import { CountConversations } from "@/domain/search/schema";

export const GET = handler(CountConversations, countConversations);

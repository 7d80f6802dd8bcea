import { handler } from "@/app/handler";
import { saveSearch } from "@/domain/sets/save-search";
import { SaveSearch } from "@/domain/sets/saved-schema";
import { listSavedSearches } from "@/domain/sets/saved-searches";
import { Nothing } from "@/lib/page";

export const GET = handler(Nothing, listSavedSearches);
export const POST = handler(SaveSearch, saveSearch, { created: true });

import { handler } from "@/app/handler";
import { cancelSearch } from "@/domain/search/cancel-search";
import { readSearch } from "@/domain/search/read-search";
import { CancelSearch, ReadSearch } from "@/domain/search/schema";

// Asked again and again while a search is under way: no activity of the person.
export const GET = handler(ReadSearch, readSearch, { touch: false });
export const DELETE = handler(CancelSearch, cancelSearch);

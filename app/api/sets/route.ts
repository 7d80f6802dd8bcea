import { handler } from "@/app/handler";
import { freezeSet } from "@/domain/sets/freeze";
import { listSets } from "@/domain/sets/list";
import { FreezeSet } from "@/domain/sets/schema";
import { Paging } from "@/lib/page";

export const GET = handler(Paging, listSets);
export const POST = handler(FreezeSet, freezeSet, { created: true });

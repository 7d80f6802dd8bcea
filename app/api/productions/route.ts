import { handler } from "@/app/handler";
import { askProduction } from "@/domain/productions/ask";
import { listProductions } from "@/domain/productions/list";
import { AskProduction } from "@/domain/productions/schema";
import { Paging } from "@/lib/page";

export const GET = handler(Paging, listProductions);
export const POST = handler(AskProduction, askProduction, { created: true });

import { handler } from "@/app/handler";
import { listTerms } from "@/domain/terms/list-terms";
import { ListTerms } from "@/domain/terms/schema";

export const GET = handler(ListTerms, listTerms, { touch: false });

import { handler } from "@/app/handler";
import { listRedactions } from "@/domain/redactions/list";
import { makeRedaction } from "@/domain/redactions/make";
import { ListRedactions, MakeRedaction } from "@/domain/redactions/schema";

export const GET = handler(ListRedactions, listRedactions);
export const POST = handler(MakeRedaction, makeRedaction, { created: true });

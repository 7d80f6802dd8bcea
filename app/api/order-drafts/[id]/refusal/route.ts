import { handler } from "@/app/handler";
import { refuseDraft } from "@/domain/orders/refuse-draft";
import { DecideDraft } from "@/domain/orders/schema";

export const POST = handler(DecideDraft, refuseDraft);

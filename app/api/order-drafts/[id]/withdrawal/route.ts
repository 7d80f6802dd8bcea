import { handler } from "@/app/handler";
import { DecideDraft } from "@/domain/orders/schema";
import { withdrawDraft } from "@/domain/orders/withdraw-draft";

export const POST = handler(DecideDraft, withdrawDraft);

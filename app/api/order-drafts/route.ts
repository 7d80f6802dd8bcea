import * as z from "zod";
import { handler } from "@/app/handler";
import { draftOrder } from "@/domain/orders/draft";
import { readDrafts } from "@/domain/orders/read-draft";
import { DraftOrder } from "@/domain/orders/schema";

export const GET = handler(z.object({}), readDrafts);
export const POST = handler(DraftOrder, draftOrder, { created: true });

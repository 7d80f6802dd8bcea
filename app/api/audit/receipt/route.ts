import { textAttachment } from "@/app/download";
import { handler } from "@/app/handler";
import { makeReceipt } from "@/domain/proofs/receipt";
import { ReadReceipt } from "@/domain/proofs/schema";

export const GET = handler(ReadReceipt, async (actor, input) => textAttachment(await makeReceipt(actor, input)));

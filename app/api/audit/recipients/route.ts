import * as z from "zod";
import { handler } from "@/app/handler";
import { deliverCheckpoints } from "@/domain/proofs/deliver";
import { listRecipients } from "@/domain/proofs/recipients";
import { DeliverTo } from "@/domain/proofs/schema";

export const GET = handler(z.object({}), listRecipients);
export const POST = handler(DeliverTo, deliverCheckpoints, { created: true });

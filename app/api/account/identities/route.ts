import * as z from "zod";
import { handler } from "@/app/handler";
import { linkIdentity } from "@/domain/identity/link";
import { listIdentities } from "@/domain/identity/list";
import { LinkIdentity } from "@/domain/identity/schema";

export const GET = handler(z.object({}), listIdentities);
export const POST = handler(LinkIdentity, linkIdentity);

import { handler } from "@/app/handler";
import { grantSideKey } from "@/domain/sealing/grant";
import { GrantSideKey } from "@/domain/sealing/schema";

export const POST = handler(GrantSideKey, grantSideKey, { created: true });

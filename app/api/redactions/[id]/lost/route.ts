import { handler } from "@/app/handler";
import { SettleLost } from "@/domain/redactions/schema";
import { settleLost } from "@/domain/redactions/settle";

export const POST = handler(SettleLost, settleLost);

import { handler } from "@/app/handler";
import { NameDisclosure } from "@/domain/disclosures/schema";
import { waiveObjection } from "@/domain/disclosures/waive";

export const POST = handler(NameDisclosure, waiveObjection);

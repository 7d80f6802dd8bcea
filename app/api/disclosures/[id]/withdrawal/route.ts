import { handler } from "@/app/handler";
import { StateDisclosure } from "@/domain/disclosures/schema";
import { withdrawExpert } from "@/domain/disclosures/withdraw";

export const POST = handler(StateDisclosure, withdrawExpert);

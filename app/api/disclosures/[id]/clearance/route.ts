import { handler } from "@/app/handler";
import { clearExpert } from "@/domain/disclosures/clear";
import { StateDisclosure } from "@/domain/disclosures/schema";

export const POST = handler(StateDisclosure, clearExpert);

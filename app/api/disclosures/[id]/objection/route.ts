import { handler } from "@/app/handler";
import { objectToExpert } from "@/domain/disclosures/object";
import { StateDisclosure } from "@/domain/disclosures/schema";

export const POST = handler(StateDisclosure, objectToExpert);

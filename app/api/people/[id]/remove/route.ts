import { handler } from "@/app/handler";
import { removePerson } from "@/domain/people/remove";
import { EndPerson } from "@/domain/people/schema";

export const POST = handler(EndPerson, removePerson);

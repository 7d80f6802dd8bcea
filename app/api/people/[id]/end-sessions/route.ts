import { handler } from "@/app/handler";
import { endSessions } from "@/domain/people/end-sessions";
import { EndPerson } from "@/domain/people/schema";

export const POST = handler(EndPerson, endSessions);

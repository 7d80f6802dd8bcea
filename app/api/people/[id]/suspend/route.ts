import { handler } from "@/app/handler";
import { SuspendPerson } from "@/domain/people/schema";
import { suspendPerson } from "@/domain/people/suspend";

export const POST = handler(SuspendPerson, suspendPerson);

import { handler } from "@/app/handler";
import { resetPerson } from "@/domain/people/reset";
import { ResetPerson } from "@/domain/people/schema";

export const POST = handler(ResetPerson, resetPerson);

import { handler } from "@/app/handler";
import { endSession } from "@/domain/account/end-session";
import { EndSession } from "@/domain/account/schema";

export const DELETE = handler(EndSession, endSession);

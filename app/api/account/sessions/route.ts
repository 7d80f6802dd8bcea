import * as z from "zod";
import { handler } from "@/app/handler";
import { endOthers } from "@/domain/account/end-others";
import { EndOthers } from "@/domain/account/schema";
import { listSessions } from "@/domain/account/sessions";

export const GET = handler(z.object({}), listSessions);
export const DELETE = handler(EndOthers, endOthers);

import * as z from "zod";
import { handler } from "@/app/handler";
import { readRoster } from "@/domain/people/roster";

export const GET = handler(z.object({}), readRoster);

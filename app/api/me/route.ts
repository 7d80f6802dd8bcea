import * as z from "zod";
import { handler } from "@/app/handler";
import { readMe } from "@/domain/people/me";

export const GET = handler(z.object({}), readMe);

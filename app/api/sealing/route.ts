import * as z from "zod";
import { handler } from "@/app/handler";
import { readSealing } from "@/domain/sealing/read";

export const GET = handler(z.object({}), readSealing);

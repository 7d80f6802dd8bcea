import * as z from "zod";
import { handler } from "@/app/handler";
import { addCode } from "@/domain/coding/add";
import { readCodebook } from "@/domain/coding/codebook";
import { AddCode } from "@/domain/coding/schema";

export const GET = handler(z.object({}), readCodebook);
export const POST = handler(AddCode, addCode, { created: true });

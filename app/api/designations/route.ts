import * as z from "zod";
import { handler } from "@/app/handler";
import { listDesignations } from "@/domain/designations/list";
import { SetDesignation } from "@/domain/designations/schema";
import { setDesignation } from "@/domain/designations/set";

export const GET = handler(z.object({}), listDesignations);
export const POST = handler(SetDesignation, setDesignation, { created: true });

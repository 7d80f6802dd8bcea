import * as z from "zod";
import { handler } from "@/app/handler";
import { openApi } from "@/app/openapi";

export const GET = handler(z.object({}), async () => openApi());

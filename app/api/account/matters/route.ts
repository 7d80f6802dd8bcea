import * as z from "zod";
import { handler } from "@/app/handler";
import { listMatters } from "@/domain/matters/list";

export const GET = handler(z.object({}), listMatters, { unconfirmed: true });

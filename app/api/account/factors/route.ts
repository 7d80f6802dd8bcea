import * as z from "zod";
import { handler } from "@/app/handler";
import { readFactors } from "@/domain/account/read-factors";

export const GET = handler(z.object({}), readFactors, { unconfirmed: true });

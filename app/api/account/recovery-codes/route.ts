import * as z from "zod";
import { handler } from "@/app/handler";
import { renewCodes } from "@/domain/account/renew-codes";

export const POST = handler(z.object({}), renewCodes, { unconfirmed: true });

import * as z from "zod";
import { handler } from "@/app/handler";
import { renewing } from "@/app/renewing";
import { enrolTotp } from "@/domain/account/enrol-totp";
import { EnrolTotp } from "@/domain/account/schema";
import { startTotp } from "@/domain/account/start-totp";

export const POST = handler(z.object({}), startTotp, { unconfirmed: true });
export const PUT = handler(EnrolTotp, renewing(enrolTotp), { unconfirmed: true });

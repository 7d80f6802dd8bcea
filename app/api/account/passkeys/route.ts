import { handler } from "@/app/handler";
import { renewing } from "@/app/renewing";
import { enrolPasskey } from "@/domain/account/enrol-passkey";
import { EnrolPasskey } from "@/domain/account/schema";

export const POST = handler(EnrolPasskey, renewing(enrolPasskey), { unconfirmed: true });

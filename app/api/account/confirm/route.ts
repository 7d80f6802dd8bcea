import { handler } from "@/app/handler";
import { renewing } from "@/app/renewing";
import { confirmSelf } from "@/domain/account/confirm";
import { Confirm } from "@/domain/account/schema";

export const POST = handler(Confirm, renewing(confirmSelf), { unconfirmed: true });

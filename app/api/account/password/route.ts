import { handler } from "@/app/handler";
import { renewing } from "@/app/renewing";
import { changePassword } from "@/domain/account/change-password";
import { ChangePassword } from "@/domain/account/schema";

export const PUT = handler(ChangePassword, renewing(changePassword), { unconfirmed: true });

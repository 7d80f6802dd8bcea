import { handler } from "@/app/handler";
import { applyCode } from "@/domain/coding/apply";
import { ApplyCode, WithdrawCode } from "@/domain/coding/schema";
import { withdrawCode } from "@/domain/coding/withdraw";

export const PUT = handler(ApplyCode, applyCode);
export const DELETE = handler(WithdrawCode, withdrawCode);

import { handler } from "@/app/handler";
import { approveRelease } from "@/domain/holds/approve-release";
import { ApproveRelease } from "@/domain/holds/schema";

export const POST = handler(ApproveRelease, approveRelease);

import { handler } from "@/app/handler";
import { requestRelease } from "@/domain/holds/request-release";
import { RequestRelease } from "@/domain/holds/schema";

export const POST = handler(RequestRelease, requestRelease);

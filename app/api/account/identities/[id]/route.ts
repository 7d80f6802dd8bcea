import { handler } from "@/app/handler";
import { UnlinkIdentity } from "@/domain/identity/schema";
import { unlinkIdentity } from "@/domain/identity/unlink";

export const DELETE = handler(UnlinkIdentity, unlinkIdentity);

import { handler } from "@/app/handler";
import { renewing } from "@/app/renewing";
import { removeFactor } from "@/domain/account/remove-factor";
import { RemoveFactor } from "@/domain/account/schema";

export const DELETE = handler(RemoveFactor, renewing(removeFactor), { unconfirmed: true });

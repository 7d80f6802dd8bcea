import { handler } from "@/app/handler";
import { renewing } from "@/app/renewing";
import { chooseMatter } from "@/domain/matters/choose";
import { ChooseMatter } from "@/domain/matters/schema";

export const PUT = handler(ChooseMatter, renewing(chooseMatter), { unconfirmed: true });

import { handler } from "@/app/handler";
import { liftRedaction } from "@/domain/redactions/lift";
import { LiftRedaction } from "@/domain/redactions/schema";

export const POST = handler(LiftRedaction, liftRedaction);

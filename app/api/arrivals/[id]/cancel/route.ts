import { handler } from "@/app/handler";
import { cancelIntake } from "@/domain/arrivals/cancel";
import { CancelIntake } from "@/domain/arrivals/schema";

export const POST = handler(CancelIntake, cancelIntake);

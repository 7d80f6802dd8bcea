import { handler } from "@/app/handler";
import { askIntake } from "@/domain/arrivals/ask";
import { listArrivals } from "@/domain/arrivals/list";
import { AskIntake, ListArrivals } from "@/domain/arrivals/schema";

export const GET = handler(ListArrivals, listArrivals, { touch: false });
export const POST = handler(AskIntake, askIntake, { created: true });

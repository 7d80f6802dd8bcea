import { handler } from "@/app/handler";
import { StopDelivery } from "@/domain/proofs/schema";
import { stopDelivery } from "@/domain/proofs/stop";

export const DELETE = handler(StopDelivery, stopDelivery);

import { handler } from "@/app/handler";
import { markReading } from "@/domain/readings/mark";
import { MarkReading } from "@/domain/readings/schema";

export const POST = handler(MarkReading, markReading);

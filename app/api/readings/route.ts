import { handler } from "@/app/handler";
import { drawReading } from "@/domain/readings/draw";
import { listReadings } from "@/domain/readings/list";
import { DrawReading, ListReadings } from "@/domain/readings/schema";

export const GET = handler(ListReadings, listReadings);
export const POST = handler(DrawReading, drawReading, { created: true });

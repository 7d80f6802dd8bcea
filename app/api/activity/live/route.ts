import { handler } from "@/app/handler";
import { readLive } from "@/domain/oversight/live";
import { ReadLive } from "@/domain/oversight/schema";

export const GET = handler(ReadLive, readLive, { touch: false });

import { handler } from "@/app/handler";
import { drawSample } from "@/domain/sets/draw-sample";
import { listSamples } from "@/domain/sets/samples";
import { DrawSample } from "@/domain/sets/schema";
import { Paging } from "@/lib/page";

export const GET = handler(Paging, listSamples);
export const POST = handler(DrawSample, drawSample, { created: true });

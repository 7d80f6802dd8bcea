import { handler } from "@/app/handler";
import { cancelTermReport } from "@/domain/terms/cancel";
import { readTermReport } from "@/domain/terms/read";
import { resumeTermReport } from "@/domain/terms/resume";
import { ReadTermReport } from "@/domain/terms/schema";

// Asked again and again while a report is worked out: no activity of the person.
export const GET = handler(ReadTermReport, readTermReport, { touch: false });
export const POST = handler(ReadTermReport, resumeTermReport);
export const DELETE = handler(ReadTermReport, cancelTermReport);

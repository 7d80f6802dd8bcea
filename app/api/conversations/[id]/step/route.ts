import { handler } from "@/app/handler";
import { stepFrom } from "@/domain/search/step";
import { StepFrom } from "@/domain/search/schema";

export const GET = handler(StepFrom, stepFrom);

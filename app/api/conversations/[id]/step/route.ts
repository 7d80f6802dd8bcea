import { handler } from "@/app/handler";
import { StepFrom } from "@/domain/search/schema";
import { stepFrom } from "@/domain/search/step";

export const GET = handler(StepFrom, stepFrom);

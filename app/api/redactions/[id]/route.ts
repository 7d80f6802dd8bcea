import { handler } from "@/app/handler";
import { readRedaction } from "@/domain/redactions/read";
import { ReadRedaction } from "@/domain/redactions/schema";

export const GET = handler(ReadRedaction, readRedaction);

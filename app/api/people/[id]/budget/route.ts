import { handler } from "@/app/handler";
import { releaseBudget } from "@/domain/people/release-budget";
import { ReleaseBudget } from "@/domain/people/schema";

export const POST = handler(ReleaseBudget, releaseBudget, { created: true });

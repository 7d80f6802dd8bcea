import { handler } from "@/app/handler";
import { combineSets } from "@/domain/sets/combine";
import { CombineSets } from "@/domain/sets/schema";

export const POST = handler(CombineSets, combineSets, { created: true });

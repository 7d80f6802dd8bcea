import { handler } from "@/app/handler";
import { readSet } from "@/domain/sets/read";
import { ReadSet } from "@/domain/sets/schema";

export const GET = handler(ReadSet, readSet);

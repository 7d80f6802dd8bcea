import { handler } from "@/app/handler";
import { readQuery } from "@/domain/query/read";
import { ReadQuery } from "@/domain/query/schema";

export const GET = handler(ReadQuery, readQuery);

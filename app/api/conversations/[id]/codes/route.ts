import { handler } from "@/app/handler";
import { readCodings } from "@/domain/coding/codings";
import { ListCodings } from "@/domain/coding/schema";

export const GET = handler(ListCodings, readCodings);

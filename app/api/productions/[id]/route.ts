import { handler } from "@/app/handler";
import { readProduction } from "@/domain/productions/read";
import { ReadProduction } from "@/domain/productions/schema";

export const GET = handler(ReadProduction, readProduction, { touch: false });

import { handler } from "@/app/handler";
import { listFlags } from "@/domain/oversight/flags";
import { ListFlags } from "@/domain/oversight/schema";

export const GET = handler(ListFlags, listFlags);

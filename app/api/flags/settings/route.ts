import { handler } from "@/app/handler";
import { PutFlags } from "@/domain/flags/schema";
import { setFlags } from "@/domain/oversight/set-flags";

export const PUT = handler(PutFlags, setFlags);

import { handler } from "@/app/handler";
import { joinSealing } from "@/domain/sealing/join";
import { JoinSealing } from "@/domain/sealing/schema";

export const POST = handler(JoinSealing, joinSealing, { created: true });

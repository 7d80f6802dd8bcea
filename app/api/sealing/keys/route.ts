import { handler } from "@/app/handler";
import { makeSideKey } from "@/domain/sealing/make-key";
import { MakeSideKey } from "@/domain/sealing/schema";

export const POST = handler(MakeSideKey, makeSideKey, { created: true });

import { handler } from "@/app/handler";
import { handInCosignature } from "@/domain/proofs/hand-in";
import { HandIn } from "@/domain/proofs/schema";

export const POST = handler(HandIn, handInCosignature, { created: true });

import { handler } from "@/app/handler";
import { proveConsistency } from "@/domain/proofs/consistency";
import { ProveConsistency } from "@/domain/proofs/schema";

export const GET = handler(ProveConsistency, proveConsistency);

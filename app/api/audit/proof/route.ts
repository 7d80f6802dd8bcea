import { handler } from "@/app/handler";
import { proveEntry } from "@/domain/proofs/inclusion";
import { ProveEntry } from "@/domain/proofs/schema";

export const GET = handler(ProveEntry, proveEntry);

import { handler } from "@/app/handler";
import { listEntriesByLeaf } from "@/domain/proofs/entries";
import { ReadLeaves } from "@/domain/proofs/schema";

export const GET = handler(ReadLeaves, listEntriesByLeaf);

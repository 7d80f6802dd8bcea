import * as z from "zod";
import { handler } from "@/app/handler";
import { readLogKeys } from "@/domain/proofs/key";

export const GET = handler(z.object({}), readLogKeys);

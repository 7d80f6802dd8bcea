import * as z from "zod";
import { handler } from "@/app/handler";
import { readCheckpoint } from "@/domain/proofs/checkpoint";

// Every page asks for it on its own: that is no activity of the person.
export const GET = handler(z.object({}), readCheckpoint, { touch: false });

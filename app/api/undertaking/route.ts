import * as z from "zod";
import { handler } from "@/app/handler";
import { readUndertaking } from "@/domain/people/undertaking";

export const GET = handler(z.object({}), readUndertaking);

import { handler } from "@/app/handler";
import { liftCover } from "@/domain/masking/lift-cover";
import { LiftCover, ListLifted } from "@/domain/masking/lifted-schema";
import { listLifted } from "@/domain/masking/list-lifted";

export const GET = handler(ListLifted, listLifted);
export const POST = handler(LiftCover, liftCover, { created: true });

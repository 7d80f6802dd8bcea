import { handler } from "@/app/handler";
import { listOutOfFrame } from "@/domain/volumes/list-out-of-frame";
import { ListOutOfFrame } from "@/domain/volumes/schema";

export const GET = handler(ListOutOfFrame, listOutOfFrame);

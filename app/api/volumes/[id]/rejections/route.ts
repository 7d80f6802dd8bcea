import { handler } from "@/app/handler";
import { listRejections } from "@/domain/volumes/list-rejections";
import { ListRejections } from "@/domain/volumes/schema";

export const GET = handler(ListRejections, listRejections);

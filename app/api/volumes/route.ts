import { handler } from "@/app/handler";
import { listVolumes } from "@/domain/volumes/list";
import { ListVolumes } from "@/domain/volumes/schema";

export const GET = handler(ListVolumes, listVolumes);

import { handler } from "@/app/handler";
import { RefuseDeletion } from "@/domain/volumes/deletion-schema";
import { refuseDeletion } from "@/domain/volumes/refuse-deletion";

export const POST = handler(RefuseDeletion, refuseDeletion);

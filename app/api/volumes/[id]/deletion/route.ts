import { handler } from "@/app/handler";
import { RequestDeletion } from "@/domain/volumes/deletion-schema";
import { requestDeletion } from "@/domain/volumes/request-deletion";

export const POST = handler(RequestDeletion, requestDeletion, { created: true });

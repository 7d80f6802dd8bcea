import { handler } from "@/app/handler";
import { approveDeletion } from "@/domain/volumes/approve-deletion";
import { ApproveDeletion } from "@/domain/volumes/deletion-schema";

export const POST = handler(ApproveDeletion, approveDeletion);

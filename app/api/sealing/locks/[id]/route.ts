import { handler } from "@/app/handler";
import { removeLock } from "@/domain/sealing/remove-lock";
import { RemoveLock } from "@/domain/sealing/schema";

export const DELETE = handler(RemoveLock, removeLock);

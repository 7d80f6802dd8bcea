import { handler } from "@/app/handler";
import { addLock } from "@/domain/sealing/add-lock";
import { AddLock } from "@/domain/sealing/schema";

export const POST = handler(AddLock, addLock, { created: true });

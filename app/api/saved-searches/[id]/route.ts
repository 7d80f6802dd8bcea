import { handler } from "@/app/handler";
import { dropSaved } from "@/domain/sets/drop-saved";
import { lookAtSaved } from "@/domain/sets/look-saved";
import { OneSaved } from "@/domain/sets/saved-schema";

export const POST = handler(OneSaved, lookAtSaved);
export const DELETE = handler(OneSaved, dropSaved);

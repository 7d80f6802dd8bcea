import { handler } from "@/app/handler";
import { dropChallenge } from "@/domain/designations/drop";
import { EndChallenge } from "@/domain/designations/schema";

export const POST = handler(EndChallenge, dropChallenge);

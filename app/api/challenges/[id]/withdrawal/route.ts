import { handler } from "@/app/handler";
import { EndChallenge } from "@/domain/designations/schema";
import { withdrawDesignation } from "@/domain/designations/withdraw";

export const POST = handler(EndChallenge, withdrawDesignation);

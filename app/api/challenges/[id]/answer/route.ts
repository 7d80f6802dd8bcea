import { handler } from "@/app/handler";
import { EndChallenge } from "@/domain/designations/schema";
import { upholdDesignation } from "@/domain/designations/uphold";

export const POST = handler(EndChallenge, upholdDesignation);

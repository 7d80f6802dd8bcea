import * as z from "zod";
import { handler } from "@/app/handler";
import { challengeDesignation } from "@/domain/designations/challenge";
import { listChallenges } from "@/domain/designations/list-challenges";
import { ChallengeDesignation } from "@/domain/designations/schema";

export const GET = handler(z.object({}), listChallenges);
export const POST = handler(ChallengeDesignation, challengeDesignation, { created: true });

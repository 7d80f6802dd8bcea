import { handler } from "@/app/handler";
import { ruleOnChallenge } from "@/domain/designations/rule";
import { RuleOnChallenge } from "@/domain/designations/schema";

export const POST = handler(RuleOnChallenge, ruleOnChallenge);

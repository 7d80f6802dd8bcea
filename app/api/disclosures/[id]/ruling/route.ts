import { handler } from "@/app/handler";
import { ruleOnObjection } from "@/domain/disclosures/rule";
import { RuleOnDisclosure } from "@/domain/disclosures/schema";

export const POST = handler(RuleOnDisclosure, ruleOnObjection);

import { handler } from "@/app/handler";
import { askChallenge } from "@/domain/account/challenge";
import { AskChallenge } from "@/domain/account/schema";

export const POST = handler(AskChallenge, askChallenge, { unconfirmed: true });

import { handler } from "@/app/handler";
import { makeToken } from "@/domain/account/make-token";
import { MakeToken } from "@/domain/account/schema";

export const POST = handler(MakeToken, makeToken, { created: true });

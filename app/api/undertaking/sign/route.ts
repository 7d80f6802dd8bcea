import { handler } from "@/app/handler";
import { SignUndertaking } from "@/domain/people/schema";
import { signUndertaking } from "@/domain/people/sign";

export const POST = handler(SignUndertaking, signUndertaking, { created: true });

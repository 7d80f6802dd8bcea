import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { cookieSecret } from "@/app/actor";
import { authOptions } from "@/app/auth";
import { answering } from "@/app/handler";
import { placeOfRequest } from "@/app/place";

type Context = { params: Promise<{ nextauth: string[] }> };

// A session is opened and closed like anything else is changed: from the application's own origin, besides next-auth's own token.
function answer(request: NextRequest, context: Context): Promise<Response> {
  return answering(request, async () => {
    const { place, cookie } = placeOfRequest(request);
    const current = await cookieSecret(request.headers);
    const response: Response = await NextAuth(request, context as never, authOptions({ place, current }));
    const signsIn = (await context.params).nextauth[0] === "callback";
    if (cookie && signsIn) response.headers.append("set-cookie", cookie);
    return response;
  });
}

export { answer as GET, answer as POST };

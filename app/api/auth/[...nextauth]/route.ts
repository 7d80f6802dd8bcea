import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/auth";
import { answering } from "@/app/handler";

type Context = { params: Promise<{ nextauth: string[] }> };

// A session is opened and closed like anything else is changed: from the application's own origin, besides next-auth's own token.
function answer(request: NextRequest, context: Context): Promise<Response> {
  return answering(request, () => NextAuth(request, context as never, authOptions()));
}

export { answer as GET, answer as POST };

import { expect, test } from "vitest";
import { authOptions } from "./auth";

test("what a page's script can ask about its session does not hold the session's secret", async () => {
  process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only-for-tests";
  process.env.READING_ROOM_APP_URL ??= "postgresql://rr_app@localhost/none";
  const session = { expires: "2026-04-30T00:00:00Z" };
  const answer = await authOptions().callbacks?.session?.({ session, token: { sid: "the secret" } } as never);
  expect(answer).toEqual(session);
});

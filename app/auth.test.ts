import { expect, test, vi } from "vitest";
import { authOptions } from "./auth";

test("what a page's script can ask about its session does not hold the session's secret", async () => {
  process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only-for-tests";
  process.env.READING_ROOM_APP_URL ??= "postgresql://rr_app@localhost/none";
  const session = { expires: "2026-04-30T00:00:00Z" };
  const answer = await authOptions().callbacks?.session?.({ session, token: { sid: "the secret" } } as never);
  expect(answer).toEqual(session);
});

test("whatever goes wrong while somebody signs in, next-auth is told only that nobody did: it would print the words into the address", async () => {
  vi.doMock("@/domain/people/session", () => ({
    signIn: () => Promise.reject(new Error("connect ECONNREFUSED postgres://rr_app:hunter2@db:5432")),
    signOut: () => undefined,
  }));
  vi.resetModules();
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { authOptions: options } = await import("./auth");
  const [credentials] = options().providers as unknown as {
    options: { authorize: (given: object, request: object) => Promise<unknown> };
  }[];
  for (const given of [{}, { email: "a@b.example", password: "x" }, { email: null, password: 7 }])
    expect(await credentials?.options.authorize(given, {})).toBeNull();
  expect(told).not.toHaveBeenCalled();
  told.mockRestore();
});

test("what next-auth logs is the kind of trouble, never the tokens and secrets in it", () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  authOptions().logger?.error?.("OAUTH_CALLBACK_ERROR", { error: new Error("client_secret=hunter2"), id_token: "hunter2" } as never);
  expect(told.mock.calls.flat().join()).not.toContain("hunter2");
  told.mockRestore();
});

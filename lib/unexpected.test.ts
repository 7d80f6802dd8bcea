import { expect, test, vi } from "vitest";
import { unexpected } from "./unexpected";

test("the operator is told where an accident happened, and no word of what was asked or read", () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const message =
    'Invalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Message: `invalid input: "zebra secret"`\n    at zebra (secret:1:1)';
  const error = Object.assign(new Error(message), { name: "PrismaClientKnownRequestError", code: "P2010" });
  error.stack = `${error.name}: ${message}\n    at async listThings (/srv/room/domain/things/data.ts:12:34)\n    at /srv/room/app/handler.ts:5:6`;
  expect(unexpected(error)).toMatchObject({ code: "unavailable" });
  const line = String(told.mock.calls[0]?.[0]);
  told.mockRestore();
  expect(JSON.parse(line)).toMatchObject({ name: "PrismaClientKnownRequestError", code: "P2010" });
  expect(line).toContain("data.ts:12:34");
  expect(line).not.toMatch(/zebra|secret/);
});

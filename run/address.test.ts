import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { addressOf } from "./address.mjs";

const request = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } }) as unknown as IncomingMessage;

test("without a proxy the address is the connection’s, whatever the client claims", () => {
  expect(addressOf(request("203.0.113.7", "10.0.0.1, 198.51.100.9"), 0)).toBe("203.0.113.7");
  expect(addressOf(request("::ffff:203.0.113.7"), 0)).toBe("203.0.113.7");
  expect(addressOf(request("2001:db8::1"), 0)).toBe("2001:db8::1");
});

test("a connection from this machine says nothing: a proxy that nobody named would make everybody one", () => {
  for (const own of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) expect(addressOf(request(own, "198.51.100.9"), 0)).toBe("");
});

test("behind named proxies only what the outermost of them wrote counts", () => {
  expect(addressOf(request("127.0.0.1", "6.6.6.6, 198.51.100.9"), 1)).toBe("198.51.100.9");
  expect(addressOf(request("127.0.0.1", "6.6.6.6, 198.51.100.9, 10.0.0.2"), 2)).toBe("198.51.100.9");
  for (const forwarded of [undefined, "", "unknown", "'; DROP TABLE x", "198.51.100.9, "])
    expect(addressOf(request("127.0.0.1", forwarded), 1)).toBe("");
  expect(addressOf(request("127.0.0.1", "198.51.100.9"), 2)).toBe("");
});

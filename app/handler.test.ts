import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { openHostSession } from "@/prisma/session";
import { newWorld, type World } from "@/prisma/testing/world";
import { handler } from "./handler";

let world: World;
let cookie: string;
let token: string;
let asked = 0;
beforeAll(async () => {
  world = await newWorld();
  const { secret } = await world.actor("plaintiff counsel");
  cookie = `theme=%E0%A4%A; next-auth.session-token=${await encode({ token: { sid: secret }, secret: process.env.NEXTAUTH_SECRET ?? "" })}`;
  token = (await openHostSession(world.admin, { email: "counsel@defense.example", kind: "token", label: "test", expiresAt: null })) ?? "";
});
afterAll(() => world.close());

const route = handler(z.object({ q: z.string().default("") }), async (actor, { q }) => {
  asked++;
  return { email: actor.email, q };
});

async function ask(method: string, headers: Record<string, string>, { query = "", body }: { query?: string; body?: string } = {}) {
  const request = new Request(`http://127.0.0.1:3000/api/x${query}`, { method, headers, ...(body !== undefined && { body }) });
  const response = await route(request, { params: Promise.resolve({}) });
  return { status: response.status, headers: response.headers, body: response.body ? await response.json() : null };
}
const here = { origin: "http://127.0.0.1:3000" };

test("a cookie speaks for its person, a token for its own, and nothing is kept by a cache", async () => {
  expect(await ask("GET", { cookie })).toMatchObject({ status: 200, body: { email: "counsel@plaintiff.example" } });
  const byToken = await ask("GET", { cookie, authorization: `Bearer ${token}` });
  expect(byToken).toMatchObject({ status: 200, body: { email: "counsel@defense.example" } });
  expect(byToken.headers.get("cache-control")).toBe("no-store");
});

test("a request that names a token is never answered by its cookie instead", async () => {
  for (const authorization of ["Bearer ", "Bearer x", "Bearer rr_aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Basic x", "", `bearer ${token}`])
    for (const method of ["GET", "POST"])
      expect([401, 403], `${method} ${authorization}`).toContain((await ask(method, { cookie, authorization })).status);
});

test("a change by cookie comes from the application itself; by token from anywhere", async () => {
  const elsewhere: readonly Record<string, string>[] = [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:3001" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    { origin: "https://evil.example", host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { origin: "https://127.0.0.1:3000", "x-forwarded-proto": "https" },
    { origin: "http://127.0.0.1:3000.evil.example" },
    { origin: "http://127.0.0.1:3000/" },
    { origin: "", "x-forwarded-host": "127.0.0.1:3000", "x-forwarded-for": "127.0.0.1" },
    { referer: "http://127.0.0.1:3000/" },
  ];
  for (const headers of elsewhere)
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(await ask(method, { cookie, ...headers })).toMatchObject({
        status: 403,
        body: { error: "refused" },
      });
  expect(await ask("POST", { cookie, ...here }, { body: "{}" })).toMatchObject({ status: 200 });
  expect(await ask("POST", { authorization: `Bearer ${token}` }, { body: "{}" })).toMatchObject({ status: 200 });
});

test("a page elsewhere lures nobody to a look: what a browser says came from another site is refused, asked by cookie", async () => {
  const before = asked;
  for (const site of ["cross-site", "same-site"]) {
    for (const dest of ["document", "image", "iframe", "empty"])
      expect(await ask("GET", { cookie, "sec-fetch-site": site, "sec-fetch-dest": dest })).toMatchObject({
        status: 403,
        body: { details: { rule: "origin" } },
      });
    expect(await ask("POST", { cookie, ...here, "sec-fetch-site": site }, { body: "{}" })).toMatchObject({ status: 403 });
  }
  expect(await ask("POST", { cookie, ...here, "sec-fetch-site": "none" }, { body: "{}" })).toMatchObject({ status: 403 });
  expect(asked).toBe(before);
  for (const site of ["same-origin", "none"]) expect(await ask("GET", { cookie, "sec-fetch-site": site })).toMatchObject({ status: 200 });
  expect(await ask("POST", { cookie, ...here, "sec-fetch-site": "same-origin" }, { body: "{}" })).toMatchObject({ status: 200 });
  expect(await ask("GET", { authorization: `Bearer ${token}`, "sec-fetch-site": "cross-site" })).toMatchObject({ status: 200 });
});

test("HEAD runs nothing", async () => {
  const before = asked;
  expect(await ask("HEAD", { cookie })).toMatchObject({ status: 405, body: null });
  expect(asked).toBe(before);
});

test("input that cannot be kept or read is refused as invalid, never as an accident", async () => {
  for (const query of ["?q=a%00b", "?q=%00", "?a%00=1"])
    expect(await ask("GET", { cookie }, { query }), query).toMatchObject({ status: 400, body: { error: "invalid" } });
  for (const body of ['{"q":"\\u0000"}', '{"q":"\\ud800"}', '{"deep":[{"x":"\\udfff"}]}', "{", "[]", "null", '"x"', '{"q":1}'])
    expect(await ask("POST", { cookie, ...here }, { body }), body).toMatchObject({ status: 400, body: { error: "invalid" } });
  expect(await ask("POST", { cookie, ...here }, { body: '{"q":"\\\\u0000 😀"}' })).toMatchObject({
    status: 200,
    body: { q: "\\u0000 😀" },
  });
});

test("bytes that are no UTF-8 are refused, never replaced, and no depth of nesting is an accident", async () => {
  const send = async (body: Uint8Array | string) => {
    const request = new Request("http://127.0.0.1:3000/api/x", { method: "POST", headers: { cookie, ...here }, body: body as BodyInit });
    const response = await route(request, { params: Promise.resolve({}) });
    return { status: response.status, body: await response.json() };
  };
  for (const body of [Buffer.from('{"q":"\xff\xfe"}', "latin1"), `{"q":"","deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`])
    expect(await send(body)).toMatchObject({ status: 400, body: { error: "invalid" } });
});

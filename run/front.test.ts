import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { front } from "./front.mjs";
import { headers } from "./headers.mjs";

type Heard = { method: string; headers: Record<string, unknown> };
let server: Server;
let heard: Heard[] = [];
beforeAll(async () => {
  server = createServer(
    front((asked: Heard, answer: { end: (text: string) => void }) => {
      heard.push(asked);
      answer.end("said");
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => void server.close());

function ask(method: string, path: string, sent: Record<string, string> = {}) {
  heard = [];
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, method, path, headers: sent }, (answer) => {
      let text = "";
      answer
        .on("data", (piece) => (text += piece))
        .on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asking.on("error", reject);
    asking.end();
  });
}

test("what shows nothing is answered before anything is run for it", async () => {
  const shown = ["/", "/conversations/DEMO-000000001", "/api/conversations/DEMO-000000001", "/api/audit/export", "/api/authx", "/icon.svg"];
  for (const path of shown)
    for (const method of ["HEAD", "OPTIONS", "TRACE", "PROPFIND"]) {
      const answer = await ask(method, path);
      expect([answer.status, answer.text, heard.length], `${method} ${path}`).toEqual([405, "", 0]);
      expect(answer.headers).toMatchObject({ "cache-control": "no-store", allow: expect.stringContaining("GET") });
    }
  for (const method of ["POST", "PUT", "DELETE"]) expect((await ask(method, "/conversations")).status).toBe(405);
  expect((await ask("HEAD", "/api/ready")).status).toBe(200);
});

test("what is fetched ahead is answered with nothing, however it says so", async () => {
  const ways: readonly Record<string, string>[] = [
    { purpose: "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { "sec-purpose": "prefetch;anonymous-client-ip" },
    { "x-purpose": "preview" },
    { "x-moz": "prefetch" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
  ];
  for (const sent of ways) {
    const answer = await ask("GET", "/conversations/DEMO-000000001", sent);
    expect([answer.status, answer.text, heard.length], JSON.stringify(sent)).toEqual([503, "", 0]);
  }
});

test("nothing that a client says of its address or of the origin is heard", async () => {
  const sent = {
    forwarded: "for=1.2.3.4;host=evil.example",
    "x-forwarded-for": "1.2.3.4",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
    "x-real-ip": "1.2.3.4",
    "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
    "x-original-url": "/api/conversations",
    "x-rewrite-url": "/api/conversations",
    "x-ours": "stays",
  };
  await ask("POST", "/api/x", sent);
  const [{ headers: reached } = { headers: {} }] = heard;
  expect(Object.keys(reached).filter((name) => name in sent)).toEqual(["x-ours"]);
});

test("every answer has every header, a refusal as well", async () => {
  for (const answer of [await ask("GET", "/"), await ask("HEAD", "/"), await ask("GET", "/api/%E0%A4%A")])
    for (const [name, value] of Object.entries(headers)) expect(answer.headers[name.toLowerCase()], name).toBe(value);
});

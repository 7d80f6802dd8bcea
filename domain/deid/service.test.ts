import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { askService, serviceAt, spansOf } from "./service";

async function answering(body: string | null, run: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (body === null) return;
      if (body.startsWith("http")) response.writeHead(307, { location: body });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/analyze`);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

test("a service is asked on this machine alone", () => {
  expect(serviceAt("http://127.0.0.1:5002/analyze").address.port).toBe("5002");
  expect(serviceAt("http://[::1]:5002/analyze").address.hostname).toBe("[::1]");
  for (const elsewhere of [
    "http://10.0.0.1/",
    "https://127.0.0.1/",
    "http://localhost/",
    "http://a:b@127.0.0.1/",
    "http://127.0.0.1.evil.example/",
    "x",
  ])
    expect(() => serviceAt(elsewhere), elsewhere).toThrow("this machine");
});

test("its code points become units, and its classes ours", async () => {
  const text = "\u{1f600} Anna Berg";
  await answering(JSON.stringify([{ entity_type: "PERSON", start: 2, end: 11, score: 0.85 }]), async (address) => {
    expect(await askService(serviceAt(address), text, "en")).toEqual([
      { start: 3, end: 12, type: "PERSON", score: 0.85, tier: 2, rule: "service:person" },
    ]);
  });
});

test("an answer that is none, that points elsewhere, or that does not come is an error and no spans", async () => {
  for (const body of [
    "[",
    "{}",
    '[{"entity_type":"PERSON","start":3,"end":99,"score":1}]',
    '[{"entity_type":"PERSON","start":3,"end":3,"score":1}]',
  ])
    expect(() => spansOf("Anna", body), body).toThrow("service");
  await answering(null, async (address) => {
    await expect(askService(serviceAt(address, 100), "Anna", "en")).rejects.toThrow("in time");
  });
  await answering("http://127.0.0.1:1/", async (address) => {
    await expect(askService(serviceAt(address), "Anna", "en")).rejects.toThrow("service");
  });
  await expect(askService(serviceAt("http://127.0.0.1:1/"), "x".repeat(600_000), "en")).rejects.toThrow("too long");
});

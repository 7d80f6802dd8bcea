import { expect, test } from "vitest";
import { attachment } from "./download";

const file = { name: "a.jsonl", type: "application/x-ndjson" };

test("a reader who goes away ends the making at once", async () => {
  let ended = false;
  async function* forever() {
    try {
      for (;;) yield "line\n";
    } finally {
      ended = true;
    }
  }
  const { body } = await attachment(forever(), file);
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(ended).toBe(true);
});

test("what cannot begin is an error before the answer, not a broken file", async () => {
  async function* refused(): AsyncGenerator<string> {
    yield await Promise.reject(new Error("held"));
  }
  await expect(attachment(refused(), file)).rejects.toThrow("held");
});

test("every piece arrives in order, whole, under a safe name that no cache keeps", async () => {
  async function* pieces() {
    yield "é\n";
    yield new Uint8Array([0x62]);
  }
  const answer = await attachment(pieces(), { ...file, name: 'a"\r\nb.jsonl' });
  expect(await answer.text()).toBe("é\nb");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-disposition": 'attachment; filename="a___b.jsonl"',
    "cache-control": "no-store",
  });
});

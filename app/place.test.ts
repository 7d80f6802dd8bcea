import { expect, test } from "vitest";
import { agentInWords, placeOfRequest } from "./place";

process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only-for-tests";
process.env.READING_ROOM_APP_URL ??= "postgresql://rr_app@localhost/none";

test("a browser is called what its owner would call it, and nothing finer", () => {
  const engine = "AppleWebKit/537.36 (KHTML, like Gecko)";
  for (const [agent, words] of [
    ["Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox on Linux"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${engine} Chrome/156.0.0.0 Safari/537.36 Edg/156.0`, "Edge on Windows"],
    [`Mozilla/5.0 (Linux; Android 16; Pixel) ${engine} Chrome/156.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15", "Safari on macOS"],
    ["curl/8.0", "A browser"],
  ] as const)
    expect(agentInWords(agent)).toBe(words);
});

test("a browser is known by a random mark of its own, made once and kept out of the reach of scripts", () => {
  const at = (cookie?: string) => placeOfRequest(new Request("http://127.0.0.1:3000/", { headers: cookie ? { cookie } : {} }));
  const first = at();
  expect(first.cookie).toMatch(/^reading-room-browser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/);
  const again = at(`a=b; reading-room-browser=${first.place.mark}; c=d`);
  expect(again).toMatchObject({ place: { mark: first.place.mark }, cookie: null });
  expect(at("reading-room-browser=short").place.mark).not.toBe("short");
});

import { type APIRequestContext, type APIResponse, request as browserless, type Page } from "@playwright/test";
import { account, expect, test } from "./fixtures";
import { addresses, pages } from "./strangers-routes";

// What every answer carries, whatever was asked and whoever asked it; and what is asked without being looked at.

const EXPERT = "expert@plaintiff.example";
const always: Readonly<Record<string, string>> = {
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-dns-prefetch-control": "off",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const nothing = "default-src 'none'; frame-ancestors 'none'";
const ofPages = [
  /^default-src 'none'; script-src 'self' 'nonce-[\w+/=]{32,}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; /,
  /; frame-ancestors 'none'; base-uri 'none'$/,
];

function carriesAll(what: string, answer: APIResponse, policy: "page" | "nothing"): void {
  const sent = answer.headers();
  for (const [name, value] of Object.entries(always)) expect(sent[name], `${what}: ${name}`).toBe(value);
  expect(sent["permissions-policy"], what).toContain("camera=()");
  expect(sent["x-powered-by"], what).toBeUndefined();
  expect(sent["access-control-allow-origin"], what).toBeUndefined();
  if (!what.includes("/_next/static/")) expect(sent["cache-control"], what).toContain("no-store");
  const given = sent["content-security-policy"] ?? "";
  if (policy === "nothing") expect(given, what).toBe(nothing);
  else for (const part of ofPages) expect(given, what).toMatch(part);
}

test("every answer has every header: pages, addresses, refusals, errors, files, what is not there", async ({ as, request }) => {
  const page = await as("monitor@court.example");
  for (const [door, context] of [
    ["signed out", request],
    ["monitor", page.request],
  ] as const) {
    const get = (path: string) => context.get(path, { maxRedirects: 0 });
    for (const { path } of Object.values(pages)) carriesAll(`${door} ${path}`, await get(path), "page");
    for (const path of ["/nowhere", "/conversations/%2e%2e", "/volumes/NONE", "/icon.svgx", "/_next/static/none.js"]) {
      const answer = await get(path);
      carriesAll(`${door} ${path}`, answer, path.startsWith("/icon") || path.startsWith("/_next") ? "nothing" : "page");
    }
    for (const path of [
      "/api/nowhere",
      "/api",
      "/api/auth/csrf",
      "/api/auth/session",
      "/api/auth/nowhere",
      "/icon.svg",
      "/api/audit/export",
    ]) {
      const answer = await get(path);
      carriesAll(`${door} ${path}`, answer, path === "/api" ? "page" : "nothing");
    }
    for (const [name, { path, body }] of Object.entries(addresses)) {
      const [method = ""] = name.split(" ");
      const data = body?.("monitor");
      carriesAll(`${door} ${name}`, await context.fetch(path, { method, maxRedirects: 0, ...(data && { data }) }), "nothing");
    }
  }
  const script = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get("/sign-in")).text())?.[0] ?? "";
  carriesAll(script, await request.get(script), "nothing");
});

test("two pages never have the same nonce, and every script of a page has its own", async ({ request }) => {
  const seen = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const answer = await request.get("/sign-in");
    const nonce = /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1] ?? "";
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    seen.add(nonce);
  }
  expect(seen.size).toBe(5);
});

/** Signed in, with the page that one lands on shown and left: from here on nothing is asked that a test does not ask. */
async function quiet(as: (who: string, path: string) => Promise<Page>): Promise<APIRequestContext> {
  const page = await as(EXPERT, "/");
  await expect(page.getByRole("navigation", { name: "Results", exact: true }).getByRole("link").first()).toBeVisible();
  await page.waitForLoadState("networkidle"); // the count comes after the rows, with an entry of its own
  await page.goto("about:blank");
  return page.request;
}

/** The number of somebody's newest entry: what leaves it unchanged wrote nothing for them. */
async function newest(request: APIRequestContext): Promise<string | undefined> {
  return ((await (await request.get("/api/audit?limit=1")).json()) as { items: { id: string }[] }).items[0]?.id;
}

const text = ["/conversations/DEMO-000000001", "/conversations?q=the"];
const looks = ["/api/conversations/DEMO-000000001", "/api/conversations?limit=1", "/api/conversations/DEMO-000000001/source"];

test("what is asked without being looked at shows nothing and writes nothing: other methods, fetched ahead, on every address and page", async ({
  as,
}) => {
  const request = await quiet(as);
  const before = await newest(request);
  const everything = [...Object.values(addresses), ...Object.values(pages)].map(({ path }) => path).concat(text, looks);
  for (const path of new Set(everything)) {
    for (const method of ["HEAD", "OPTIONS"]) {
      if (/^\/api\/(health|ready)$/.test(path) && method === "HEAD") continue;
      const answer = await request.fetch(path, { method, maxRedirects: 0 });
      expect([answer.status(), await answer.text()], `${method} ${path}`).toEqual([405, ""]);
      expect(answer.headers()["cache-control"], path).toContain("no-store");
    }
    const ahead: readonly Record<string, string>[] = [
      { rsc: "1", "next-router-prefetch": "1" },
      { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
      { "sec-purpose": "prefetch;prerender" },
      { purpose: "prefetch" },
    ];
    for (const headers of ahead) {
      const answer = await request.get(path, { headers, maxRedirects: 0 });
      expect([answer.status(), await answer.text()], `${path} ${JSON.stringify(headers)}`).toEqual([503, ""]);
    }
  }
  expect(await newest(request)).toBe(before);
});

test("a page is a shell: asked for as a document or as data it holds no word of a conversation, and is no look", async ({ as }) => {
  const request = await quiet(as);
  const seen = (await (await request.get(looks[0] ?? "")).json()) as { items: { text: string }[] };
  const words = seen.items[0]?.text.slice(0, 30) ?? "";
  expect(words.length).toBeGreaterThan(5);
  const before = await newest(request);
  for (const path of [...text, ...Object.values(pages).map((one) => one.path)])
    for (const headers of [{}, { rsc: "1" }, { rsc: "1", "next-url": "/conversations" }] as Record<string, string>[]) {
      const answer = await request.get(path, { headers, maxRedirects: 0 });
      expect(await answer.text(), path).not.toContain(words);
    }
  const after = await newest(request);
  if (after === before) return;
  // Pages this person may not open leave their refusal, which is meant; nothing else is there.
  const { items } = (await (await request.get("/api/audit?limit=50")).json()) as { items: { id: string; outcome: string }[] };
  const since = items.filter(({ id }) => BigInt(id) > BigInt(before ?? "0"));
  expect(since.filter(({ outcome }) => outcome !== "refused")).toEqual([]);
});

test("an address that merely begins like the sign-in is nobody's way in", async ({ request }) => {
  const begun = [
    "/api/auth-export",
    "/api/authx/session",
    "/api/auth.json",
    "/api/auth%2f..%2fconversations",
    "/api/auth/../conversations",
    "/api/auth/%2e%2e/conversations",
    "/api/auth//../../api/conversations",
    "/api/auth;/conversations",
    "/api/conversations?x=/api/auth/",
    "/sign-in/../conversations",
    "/sign-inx",
  ];
  for (const path of begun) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect([301, 307, 308, 400, 401, 404], path).toContain(answer.status());
    expect(await answer.text(), path).not.toMatch(/DEMO-\d{9}|"items"/);
  }
});

test("what a client says of its host, its address and its scheme changes nothing", async ({ as, request }) => {
  const forged = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.7",
    forwarded: "for=203.0.113.7;host=evil.example;proto=https",
    "x-real-ip": "203.0.113.7",
  };
  for (const path of ["/api/auth/providers", "/api/auth/signin", "/api/auth/error", "/sign-in", "/", "/conversations"]) {
    const answer = await request.get(path, { headers: forged, maxRedirects: 0 });
    expect(`${answer.headers().location ?? ""} ${answer.headers()["set-cookie"] ?? ""} ${await answer.text()}`, path).not.toMatch(
      /evil\.example|203\.0\.113\.7/,
    );
  }
  const page = await as("counsel@plaintiff.example");
  const own = test.info().project.use.baseURL ?? "";
  const code = { key: "relevant", label: "Relevant" };
  for (const headers of [
    { ...forged, origin: "https://evil.example" },
    { ...forged, origin: "null" },
    { ...forged, origin: own.replace("http:", "https:") },
    { ...forged, origin: own, "sec-fetch-site": "cross-site" },
    { ...forged, origin: own, "sec-fetch-site": "same-site" },
    forged,
  ] as Record<string, string>[])
    expect((await page.request.post("/api/codes", { headers, data: code })).status()).toBe(403);
  expect((await page.request.post("/api/codes", { headers: { ...forged, origin: own }, data: code })).status()).toBe(409);
  for (const headers of [{ origin: "https://evil.example" }, {}] as Record<string, string>[]) {
    const { email, password } = account(EXPERT);
    const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
    const answer = await request.post("/api/auth/callback/credentials", { headers, form: { csrfToken, email, password, json: "true" } });
    expect(answer.status()).toBe(403);
    expect(answer.headers()["set-cookie"] ?? "").not.toContain("session-token");
  }
});

test("a picture or a link on another site takes nobody to a look", async ({ as }) => {
  const request = await quiet(as);
  const before = await newest(request);
  for (const path of looks) {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
    expect((await request.get(path, { headers })).status(), path).toBe(403);
  }
  expect(await newest(request)).toBe(before);
});

const opened = async (page: Page) => {
  const { items } = (await (await page.request.get("/api/audit?action=conversation:view&limit=200")).json()) as { items: unknown[] };
  return items.length;
};
const first = (page: Page) => page.getByRole("article", { name: /^Turn 1, / });

test("going back to a conversation asks for it again, and the log says so", async ({ as }) => {
  const page = await as("expert@defense.example", "/conversations/DEMO-000000011");
  await expect(first(page)).toBeVisible();
  const once = await opened(page);
  await page.getByRole("link", { name: "Sets", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Reviewed sets" })).toBeVisible(); // the address changes before the page does
  await page.goBack();
  await expect(first(page)).toBeVisible();
  expect(await opened(page), "back within the application").toBe(once + 1);
  await page.goto("/undertaking");
  await page.goBack();
  await expect(first(page)).toBeVisible();
  expect(await opened(page), "back from another document").toBe(once + 2);
  await page.goForward();
  await page.goBack();
  await expect(first(page)).toBeVisible();
  expect(await opened(page), "forward and back").toBe(once + 3);
});

test("going back at the very moment that another page appears asks again too", async ({ as }) => {
  const page = await as("expert@defense.example", "/conversations/DEMO-000000011");
  await expect(first(page)).toBeVisible();
  const once = await opened(page);
  await page.evaluate(() => {
    const turnBack = (_: unknown, watch: MutationObserver) => {
      if (![...document.querySelectorAll("h1")].some(({ textContent }) => textContent === "Reviewed sets")) return;
      watch.disconnect();
      document.body.dataset.turnedBack = "";
      history.back();
    };
    new MutationObserver(turnBack).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.getByRole("link", { name: "Sets", exact: true }).click();
  await expect(page.locator("body[data-turned-back]")).toBeAttached();
  await expect(page).toHaveURL(/DEMO-000000011/);
  await expect(first(page)).toBeVisible();
  expect(await opened(page)).toBe(once + 1);
});

test("what a browser keeps of a page that was left holds nothing: it is emptied as it goes, and made anew when it comes back", async ({
  as,
}) => {
  const page = await as("expert@defense.example", "/conversations/DEMO-000000011");
  await expect(first(page)).toBeVisible();
  const left = await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    return document.body.querySelector("header, main, article") === null;
  });
  expect(left).toBe(true);
  const once = await opened(page);
  await page.evaluate(() => void window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect(first(page)).toBeVisible();
  expect(await opened(page)).toBe(once + 1);
});

test("signed out elsewhere, the page that is gone back to shows nothing", async ({ as }) => {
  const page = await as("expert@defense.example", "/conversations/DEMO-000000011");
  await expect(first(page)).toBeVisible();
  await page.goto("/undertaking");
  await page.context().clearCookies();
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("article")).toHaveCount(0);
});

test("a token speaks from anywhere, and its answers are kept nowhere", async () => {
  const { token } = account(EXPERT);
  const baseURL = test.info().project.use.baseURL ?? "";
  const context = await browserless.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const answer = await context.get(looks[0] ?? "", { headers: { "sec-fetch-site": "cross-site" } });
  expect(answer.status()).toBe(200);
  carriesAll("by token", answer, "nothing");
  await context.dispose();
});

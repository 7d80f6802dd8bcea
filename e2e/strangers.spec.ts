import { type APIRequestContext, type APIResponse, request as browserless } from "@playwright/test";
import { account, enter, expect, hasProxy, test } from "./fixtures";
import { newcomer } from "./newcomer";
import { type Asked, addresses, nowhere, pages, printedTable, served } from "./strangers-routes";

const everybody = [
  "expert@plaintiff.example",
  "counsel@plaintiff.example",
  "expert@defense.example",
  "counsel@defense.example",
  "monitor@court.example",
  "custodian@host.example",
  "operator@host.example",
];
const statusOf: Record<string, number> = {
  invalid: 400,
  unauthenticated: 401,
  refused: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  held: 423,
  limited: 429,
  unavailable: 503,
};
const elsewhere: readonly Record<string, string>[] = [{ origin: "https://elsewhere.example" }, { origin: "null" }, {}];
const refusedPage = "This is not yours to open";

test("every address and every page that is served stands in this test", () => {
  const really = served();
  expect(new Set(Object.keys(addresses))).toEqual(new Set(really.addresses));
  expect(new Set(Object.keys(pages))).toEqual(new Set(really.pages));
});

test("signed out, nothing answers but health, and every page leads to the sign-in", async ({ request }) => {
  for (const [name, asked] of Object.entries(addresses)) {
    const response = await send(request, name, asked, "nobody", { origin: origin() });
    expect(response.status(), name).toBe(asked.action === "open" ? 200 : 401);
    await wellFormed(name, response);
  }
  for (const [name, { path }] of Object.entries(pages)) {
    const response = await request.get(path, { maxRedirects: 0 });
    if (name === "/sign-in") expect(response.status()).toBe(200);
    else expect(response.headers().location, name).toBe("/sign-in");
  }
});

test("unsigned, nothing opens but the undertaking", async ({ page }) => {
  await enter(page, newcomer("Ursula Unsigned", "plaintiff", "counsel"));
  const { may, afterSigning } = printedTable();
  for (const [name, asked] of Object.entries(addresses)) {
    const response = await send(page.request, name, asked, "counsel", { origin: origin() });
    const action = asked.action;
    if (action === null || action === "open" || (may("counsel", action) && !afterSigning(action)))
      expect(asked.allowed, name).toContain(response.status());
    else expect(response.status(), name).toBe(403);
    await wellFormed(name, response);
  }
  for (const [name, { path }] of Object.entries(pages)) {
    if (["/sign-in", "/undertaking", "/confirm", "/matters"].includes(name)) continue;
    expect((await page.request.get(path, { maxRedirects: 0 })).headers().location, name).toBe("/undertaking");
  }
});

for (const email of everybody)
  test(`${email} is answered as the printed table says, address by address and page by page`, async ({ as }) => {
    const page = await as(email);
    const { role } = account(email);
    const { may } = printedTable();
    // proxy.ts is asked about pages alone: left out, it leaves the answers of the addresses as they are, which the tests before this hold.
    if (hasProxy()) await addressByAddress(page.request, email);
    for (const [name, { action, path }] of Object.entries(pages)) {
      if (["/", "/sign-in"].includes(name)) continue;
      const response = await page.request.get(path);
      // Nobody and nothing has that number: whoever may read of it is told so.
      expect(response.status(), name).toBe(path.includes(nowhere) && action !== null && may(role, action) ? 404 : 200);
      expect(response.headers()["cache-control"], name).toContain("no-store");
      expect(response.headers()["content-security-policy"], name).toMatch(
        hasProxy()
          ? /default-src 'none'.*script-src 'self' 'nonce-.*frame-ancestors 'none'/
          : /^default-src 'none'; frame-ancestors 'none'$/,
      );
      if (!name.startsWith("/conversations"))
        expect((await response.text()).includes(refusedPage), name).toBe(action !== null && !may(role, action));
    }
    // The pages of conversations are shells that ask for their text when they are shown: what they show is seen in a browser.
    if (may(role, "conversation:view") || !hasProxy()) return;
    for (const path of ["/conversations", "/conversations/DEMO-000000001"]) {
      await page.goto(path);
      await expect(page.getByText(refusedPage).first()).toBeVisible();
    }
  });

async function addressByAddress(cookie: APIRequestContext, email: string): Promise<void> {
  const { role, token } = account(email);
  const { may } = printedTable();
  const byToken = await browserless.newContext({ baseURL: origin(), extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  for (const [name, asked] of Object.entries(addresses)) {
    const permitted = asked.action === null || asked.action === "open" || may(role, asked.action);
    for (const [door, context] of [
      ["cookie", cookie],
      ["token", byToken],
    ] as const) {
      const response = await send(context, name, asked, role, { origin: origin() });
      const opens = permitted && !(door === "token" && asked.browserOnly);
      expect(opens ? asked.allowed : [403], `${name} by ${door}`).toContain(response.status());
      await wellFormed(name, response);
    }
  }
  await byToken.dispose();
}

test("what changes something is refused when it comes from elsewhere, or does not say from where", async ({ as }) => {
  const page = await as("counsel@plaintiff.example");
  for (const [name, asked] of Object.entries(addresses)) {
    if (name.startsWith("GET")) continue;
    for (const headers of elsewhere) {
      const response = await send(page.request, name, asked, "counsel", headers);
      expect(response.status(), name).toBe(403);
      expect(((await response.json()) as { details: unknown }).details, name).toEqual({ rule: "origin" });
    }
  }
});

test("HEAD, which shows nothing, is not answered as a look", async ({ as }) => {
  const page = await as("expert@plaintiff.example");
  for (const [name, { path, action }] of Object.entries(addresses)) {
    if (!name.startsWith("GET") || action === "open") continue;
    expect((await page.request.head(path)).status(), name).toBe(405);
  }
});

test("what is the other side’s and what does not exist give the same answer", async ({ as }) => {
  const headers = { origin: origin() };
  const defense = await as("counsel@defense.example");
  const made = await defense.request.post("/api/sets", { headers, data: { name: `Theirs ${Date.now()}`, query: "", limit: 2 } });
  const { id } = (await made.json()) as { id: string };
  const asked = await defense.request.post("/api/productions", {
    headers,
    data: { setId: id, name: `THEIRS${Date.now()}`, formats: ["jsonl"], reason: "Test." },
  });
  const production = ((await asked.json()) as { id: string }).id;
  const plaintiff = await as("counsel@plaintiff.example");
  const pairs = [
    [`/api/sets/${id}`, `/api/sets/${nowhere}`],
    [`/api/sets/${id}/conversations`, `/api/sets/${nowhere}/conversations`],
    [`/api/productions/${production}`, `/api/productions/${nowhere}`],
    [`/api/productions/${production}/files/manifest.json`, `/api/productions/${nowhere}/files/manifest.json`],
    ["/api/conversations/DEMO-999999999", "/api/conversations/NOSUCH-000000001"],
    [`/api/conversations?set=${id}`, `/api/conversations?set=${nowhere}`],
  ] as const;
  for (const [theirs, nothing] of pairs) {
    const [one, other] = [await plaintiff.request.get(theirs), await plaintiff.request.get(nothing)];
    expect(one.status(), theirs).toBe(404);
    expect([one.status(), await one.text()], theirs).toEqual([other.status(), await other.text()]);
  }
  for (const setId of [id, nowhere]) {
    const data = { setId, name: "NOT-MINE", formats: ["jsonl"], reason: "Test." };
    expect((await plaintiff.request.post("/api/productions", { headers, data })).status()).toBe(404);
  }
});

function origin(): string {
  return test.info().project.use.baseURL ?? "";
}

function send(context: APIRequestContext, name: string, asked: Asked, role: string, headers: Record<string, string>): Promise<APIResponse> {
  const [method = "GET"] = name.split(" ");
  const data = asked.body?.(role);
  return context.fetch(asked.path, { method, headers, ...(data && { data }), maxRedirects: 0 });
}

/** Nothing is kept by a cache, and every no has the one shape. */
async function wellFormed(name: string, response: APIResponse): Promise<void> {
  expect(response.headers()["cache-control"], name).toContain("no-store");
  expect(response.headers()["content-security-policy"], name).toBe("default-src 'none'; frame-ancestors 'none'");
  if (response.ok()) return;
  const { error, message, ...rest } = (await response.json()) as { error: string; message: string; details?: unknown };
  expect(statusOf[error], name).toBe(response.status());
  expect(message, name).toMatch(/\S.*[.]$/s);
  expect(
    Object.keys(rest).filter((key) => key !== "details"),
    name,
  ).toEqual([]);
}

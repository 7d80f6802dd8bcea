import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { accessible } from "./axe";
import { openFirm } from "./firm";
import { expect, test } from "./fixtures";
import { folder, foundMatter, letFactorsAge, type Member, openRealRoom, origin } from "./real-room";

// An installation as for a real matter: everybody has a second factor. Under a host name, for the passkeys.
test.use({ baseURL: origin });
// Each code of the app works once, so a test may have to wait for the next.
test.describe.configure({ mode: "serial", timeout: 180_000 });

let room: Awaited<ReturnType<typeof openRealRoom>>;
let counsel: Member;
let custodian: Member;
let secret = "";
let used = 0;
const own = "seven quiet words of my own";

test.beforeAll(async () => {
  test.setTimeout(180_000);
  room = await openRealRoom();
  ({ counsel, custodian } = foundMatter("first"));
});
test.afterAll(() => room?.stop());

async function password(page: Page, { email, password: given }: Pick<Member, "email" | "password">) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(given);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** A code that was not used yet: of this step, the one before or the one after. Waits where all three were. */
async function code(): Promise<string> {
  for (;;) {
    const now = Math.floor(Date.now() / 30_000);
    const step = [now - 1, now, now + 1].find((one) => one > used);
    if (step !== undefined) {
      used = step;
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: step * 30_000 });
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

const status = async (context: BrowserContext, path = "/api/me") => (await context.request.get(path)).status();

test("the first sign-in: a password of one’s own, an app, ten codes, and only then the order", async ({ page }) => {
  await password(page, counsel);
  await page.waitForURL("**/confirm");
  await expect(page.getByRole("heading", { name: "A password of your own" })).toBeVisible();
  const refused = await page.request.get("/api/me");
  expect([refused.status(), ((await refused.json()) as { details: unknown }).details]).toEqual([403, { rule: "mfa" }]);
  for (const path of ["/conversations", "/undertaking", "/account", "/"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/confirm$/);
  }
  await accessible(page, "a password of one’s own");
  await page.getByLabel("The password you were given").fill(counsel.password);
  await page.getByLabel("New password", { exact: true }).fill(own);
  await page.getByLabel("New password, once more").fill(own);
  await page.getByRole("button", { name: "Change the password" }).click();

  await expect(page.getByRole("heading", { name: "A second factor" })).toBeVisible();
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await expect(page.getByRole("img", { name: "The secret, for the camera of the app" })).toBeVisible();
  secret = ((await page.locator("form code").textContent()) ?? "").replaceAll(" ", "");
  await accessible(page, "enrolling an app");
  await page.getByLabel("The code that it shows").fill(await code());
  await page.getByRole("button", { name: "Enrol the app" }).click();

  await page.getByRole("button", { name: "Show my ten codes" }).click();
  await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.waitForURL("**/undertaking");
  await page.getByLabel("Your full name").fill(counsel.name);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/conversations");
});

test("the next sign-in asks for a code, takes no wrong one, and no code twice", async ({ page, browser }) => {
  await password(page, { email: counsel.email, password: counsel.password });
  await expect(page.getByRole("alert").filter({ hasText: "do not open a session" })).toBeVisible();
  await password(page, { email: counsel.email, password: own });
  await page.waitForURL("**/confirm");
  const before = await page.context().cookies();
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "does not confirm that it is you" })).toBeVisible();
  const good = await code();
  await page.getByLabel("Code").fill(good);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/conversations");

  const copy = await browser.newContext({ baseURL: origin });
  await copy.addCookies(before);
  expect(await status(copy), "a cookie from before the factor").toBe(401);
  await copy.close();

  const thief = await browser.newContext({ baseURL: origin });
  const theirs = await thief.newPage();
  await password(theirs, { email: counsel.email, password: own });
  await theirs.waitForURL("**/confirm");
  await theirs.getByLabel("Code").fill(good);
  await theirs.getByRole("button", { name: "Confirm" }).click();
  await expect(theirs.getByRole("alert").filter({ hasText: "does not confirm that it is you" })).toBeVisible();
  await thief.close();
});

test("a passkey is enrolled, confirms at sign-in, and answers for a token when the factor is no longer fresh", async ({ page }) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await password(page, { email: counsel.email, password: own });
  await page.waitForURL("**/confirm");
  await page.getByLabel("Code").fill(await code());
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/conversations");
  await page.goto("/account");
  await accessible(page, "one’s account");
  await page.getByLabel("What you call it").fill("test laptop");
  await page.getByRole("button", { name: "Enrol a passkey" }).click();
  await expect(page.getByRole("row").filter({ hasText: "test laptop" })).toBeVisible();

  await page.getByRole("button", { name: /Paul Plain/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await password(page, { email: counsel.email, password: own });
  await page.waitForURL("**/confirm");
  await expect(page.getByText("The browser will ask for the passkey")).toBeVisible();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/conversations");

  letFactorsAge();
  await page.goto("/account");
  const refused = await page.request.post("/api/account/tokens", { headers: { origin }, data: { name: "script" } });
  expect([refused.status(), ((await refused.json()) as { details: unknown }).details]).toEqual([403, { rule: "step_up" }]);
  await page.getByLabel("What the token is for").fill("nightly script");
  await page.getByRole("button", { name: "Make a token" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog).toBeVisible();
  await accessible(page, "confirming once more");
  await dialog.getByRole("button", { name: "Do nothing" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Confirm once more" })).toBeVisible();
  await page.getByRole("button", { name: "Make a token" }).click();
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Shown this once")).toBeVisible();
  const token = (await page.locator("code", { hasText: /^rr_/ }).textContent()) ?? "";

  const by = { authorization: `Bearer ${token}` };
  expect((await page.request.get("/api/me", { headers: by })).status()).toBe(200);
  const more = await page.request.post("/api/account/tokens", { headers: by, data: { name: "another" } });
  expect(((await more.json()) as { details: unknown }).details, "a token grants nothing").toEqual({ rule: "step_up" });
  await page.getByRole("row").filter({ hasText: "nightly script" }).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke it" }).click();
  await expect(page.getByRole("row").filter({ hasText: "nightly script" })).toHaveCount(0);
  expect((await page.request.get("/api/me", { headers: by })).status()).toBe(401);
});

test("the list shows each browser; what is ended there, and what was copied before sign-out or a new password, is dead", async ({
  page,
  browser,
}) => {
  const others = await Promise.all([browser.newContext({ baseURL: origin }), browser.newContext({ baseURL: origin })]);
  for (const one of [page, ...(await Promise.all(others.map((context) => context.newPage())))]) {
    await password(one, { email: counsel.email, password: own });
    await one.waitForURL("**/confirm");
    await one.getByRole("button", { name: "Use a code of the app" }).click();
    await one.getByLabel("Code").fill(await code());
    await one.getByRole("button", { name: "Confirm" }).click();
    await one.waitForURL("**/conversations");
  }
  const [second, third] = others;
  if (!second || !third) throw new Error("Three browsers.");
  await page.goto("/account");
  const rows = page.getByRole("region", { name: "Your sessions" }).getByRole("row").filter({ hasText: "Chrome on Linux" });
  expect(await rows.count()).toBeGreaterThanOrEqual(3);
  await expect(rows.first()).toContainText("this one");
  const { items } = (await (await second.request.get("/api/account/sessions")).json()) as { items: { id: string; here: boolean }[] };
  const theirs = items.find(({ here }) => here)?.id ?? "";
  expect((await page.request.delete(`/api/account/sessions/${theirs}`, { headers: { origin } })).status()).toBe(200);
  expect(await status(second), "ended from the list").toBe(401);

  const copy = await browser.newContext({ baseURL: origin });
  await copy.addCookies(await page.context().cookies());
  expect(await status(copy)).toBe(200);
  await page.getByLabel("Present password").fill(own);
  await page.getByLabel("New password", { exact: true }).fill(`${own}, newer`);
  await page.getByLabel("New password, once more").fill(`${own}, newer`);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("The password is changed.")).toBeVisible();
  expect(await status(copy), "a copy of the very session that changed it").toBe(401);
  expect(await status(third), "another browser").toBe(401);
  expect(await status(page.context())).toBe(200);

  await copy.clearCookies();
  await copy.addCookies(await page.context().cookies());
  expect(await status(copy)).toBe(200);
  await page.getByRole("button", { name: /Paul Plain/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  expect(await status(copy), "a copy from before the sign-out").toBe(401);
  await Promise.all([...others, copy].map((context) => context.close()));
});

test("what merely begins like the sign-in’s address is no way in", async ({ request }) => {
  for (const path of ["/api/auth-export", "/api/authentic", "/api/auth/../me", "/api/auth/x/../../conversations"])
    expect([401, 404], path).toContain((await request.get(path, { maxRedirects: 0 })).status());
});

test("a firm’s account opens nothing until its person has linked it; then it stands for the password, and never for an address", async ({
  browser,
}) => {
  const firm = await openFirm(`${origin}/api/auth/callback/marlow`);
  const known = { id: "marlow", name: "Marlow LLP", issuer: firm.issuer, sides: ["plaintiff"] };
  const file = path.join(folder, "sign-in.json");
  writeFileSync(file, JSON.stringify({ firms: [{ ...known, clientId: firm.client.id, clientSecret: firm.client.secret }] }), {
    mode: 0o600,
  });

  const atFirm = async (subject: string) => {
    const context = await browser.newContext({ baseURL: origin });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in with Marlow LLP" }).click();
    await signInAtFirm(page, subject);
    return page;
  };
  for (const subject of ["edith-0042", counsel.email]) {
    const stranger = await atFirm(subject);
    await expect(stranger.getByRole("alert").filter({ hasText: "does not open a session here" })).toBeVisible();
    expect(await status(stranger.context())).toBe(401);
    await stranger.context().close();
  }

  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await password(page, { email: counsel.email, password: `${own}, newer` });
  await page.waitForURL("**/confirm");
  await page.getByRole("button", { name: "Use a code of the app" }).click();
  await page.getByLabel("Code").fill(await code());
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/conversations");
  await page.goto("/account");
  await page.getByRole("button", { name: "Link your account at Marlow LLP" }).click();
  await signInAtFirm(page, "edith-0042");
  await page.waitForURL("**/account");
  await expect(page.getByRole("row").filter({ hasText: "Marlow LLP" })).toContainText("not yet");
  await context.close();

  const linked = await atFirm("edith-0042");
  await linked.waitForURL("**/confirm");
  await linked.getByRole("button", { name: "Use a code of the app" }).click();
  await linked.getByLabel("Code").fill(await code());
  await linked.getByRole("button", { name: "Confirm" }).click();
  await linked.waitForURL("**/conversations");
  await linked.context().close();

  const other = await atFirm(counsel.email);
  await expect(other.getByRole("alert").filter({ hasText: "does not open a session here" })).toBeVisible();
  await other.context().close();
  rmSync(file);
  firm.stop();
});

async function signInAtFirm(page: Page, subject: string) {
  await page.waitForURL(/localhost:38093\/interaction/);
  await page.locator("input[name=login]").fill(subject);
  await page.locator("input[name=password]").fill("whatever the firm asks");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]").click(); // that it may tell us who they are
}

test("a custodian resets a lost factor, with a reason: every session ends, and its person enrols anew", async ({ page, browser }) => {
  const lost = await browser.newContext({ baseURL: origin });
  const theirs = await lost.newPage();
  await password(theirs, { email: counsel.email, password: `${own}, newer` });
  await theirs.waitForURL("**/confirm");

  await password(page, custodian);
  await page.waitForURL("**/confirm");
  await page.getByLabel("The password you were given").fill(custodian.password);
  await page.getByLabel("New password", { exact: true }).fill(own);
  await page.getByLabel("New password, once more").fill(own);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  secret = ((await page.locator("form code").textContent()) ?? "").replaceAll(" ", "");
  used = 0;
  await page.getByLabel("The code that it shows").fill(await code());
  await page.getByRole("button", { name: "Enrol the app" }).click();
  await expect(page.getByRole("heading", { name: "Recovery codes" })).toBeVisible();
  await page.goto("/people");
  await page.getByRole("row").filter({ hasText: counsel.email }).getByRole("button", { name: "Reset sign-in" }).click();
  const form = page.getByRole("dialog", { name: "Reset the sign-in of Paul Plain" });
  await form.getByLabel("Reason").fill("Lost their phone; called back on the number we know.");
  await form.getByLabel("Give them a new first password as well").check();
  await form.getByRole("button", { name: "Reset" }).click();
  const first = (await form.locator("code").textContent()) ?? "";

  expect(await status(lost, "/api/account/factors")).toBe(401);
  await password(theirs, { email: counsel.email, password: `${own}, newer` });
  await expect(theirs.getByRole("alert").filter({ hasText: "do not open a session" })).toBeVisible();
  await password(theirs, { email: counsel.email, password: first });
  await expect(theirs.getByRole("heading", { name: "A password of your own" })).toBeVisible();
  await lost.close();
});

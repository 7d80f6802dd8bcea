import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type APIRequestContext, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { room } from "./room";

export { expect };

export type Account = {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly side: string;
  readonly token: string;
};

/** The demonstration's people, as the first start wrote them down. */
export function accounts(): readonly Account[] {
  return (JSON.parse(readFileSync(`${room.data}/demo-accounts.json`, "utf8")) as { accounts: Account[] }).accounts;
}

export function account(email: string): Account {
  const found = accounts().find((one) => one.email === email);
  if (!found) throw new Error(`No demonstration account ${email}.`);
  return found;
}

/** A demonstration account by its address, or somebody else with their password. */
export type Who = string | { readonly email: string; readonly password: string };

type Fixtures = {
  /**
   * Signs somebody in, in a browser of their own, and the undertaking where they have not yet; opens a page where one is named ("/" is
   * their own first one). Asks the addresses that the sign-in page asks, without the page: who types into it are the tests about it.
   */
  as: (who: Who, path?: string) => Promise<Page>;
};

export const test = base.extend<Fixtures, { served: undefined }>({
  // The project without a proxy has a server of its own.
  served: [
    async ({ browserName: _ }, use, { project }) => {
      if (project.name !== "without-proxy") return use(undefined);
      const root = path.resolve(import.meta.dirname, "..");
      const { port } = new URL(project.use.baseURL ?? "");
      const server = spawn(process.execPath, ["--import", "tsx", "--conditions=react-server", "prisma/testing/without-proxy.ts", port], {
        cwd: root,
        env: { ...process.env, READING_ROOM_DATA: path.resolve(room.data) },
        stdio: ["pipe", "pipe", "inherit"],
      });
      await new Promise<void>((resolve) => server.stdout.on("data", (said) => String(said).includes("ready") && resolve()));
      await use(undefined);
      const ended = once(server, "exit");
      server.stdin.end();
      await ended;
    },
    { scope: "worker", auto: true, timeout: 60_000 },
  ],
  // What goes wrong in the page given by Playwright itself fails the test as well.
  page: async ({ page, baseURL }, use) => {
    const faults = watch(page.context(), baseURL ?? "");
    await use(page);
    expect(faults, "errors in the console, or requests to another origin").toEqual([]);
  },
  as: async ({ browser, baseURL, viewport }, use) => {
    const opened: { context: BrowserContext; faults: string[] }[] = [];
    await use(async (who, path) => {
      const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport });
      opened.push({ context, faults: watch(context, baseURL ?? "") });
      const page = await context.newPage();
      await comeIn(context.request, who);
      if (path) await page.goto(path);
      return page;
    });
    const faults = opened.flatMap((one) => one.faults);
    await Promise.all(opened.map(({ context }) => context.close()));
    expect(faults, "errors in the console, or requests to another origin").toEqual([]);
  },
});

/** Signs in on the sign-in page; signs the undertaking when the application asks for it. Ends on the person's own first page. */
export async function signIn(page: Page, who: Who): Promise<void> {
  await enter(page, who);
  if (!hasProxy()) return signUnseen(page.request);
  if (new URL(page.url()).pathname !== "/undertaking") return;
  await page.getByRole("textbox").fill(await nameOf(page.request));
  await page.getByRole("button", { name: /sign/i }).click();
  await page.waitForURL((url) => url.pathname !== "/undertaking" && url.pathname !== "/");
}

/** Signs in and stops at whatever comes first: somebody who has not signed stands before the undertaking. */
export async function enter(page: Page, who: Who): Promise<void> {
  const { email, password } = typeof who === "string" ? account(who) : who;
  if (!hasProxy()) return enterUnseen(page.request, who);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  if (new URL(page.url()).pathname === "/") await page.waitForURL((url) => url.pathname !== "/");
}

/** Whether pages are served with the policy that lets their scripts run; where the proxy is left out none does. */
export const hasProxy = () => test.info().project.name !== "without-proxy";

/** Signs somebody in, and the undertaking where they have not yet, by the addresses that the pages ask. */
export async function comeIn(request: APIRequestContext, who: Who): Promise<void> {
  await enterUnseen(request, who);
  await signUnseen(request);
}

async function enterUnseen(request: APIRequestContext, who: Who): Promise<void> {
  const { email, password } = typeof who === "string" ? account(who) : who;
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, email, password, json: "true" };
  expect((await request.post("/api/auth/callback/credentials", { headers: ownOrigin(), form })).status()).toBe(200);
}

async function signUnseen(request: APIRequestContext): Promise<void> {
  const { hash, signed } = (await (await request.get("/api/undertaking")).json()) as { hash: string; signed: unknown };
  if (signed) return;
  await request.post("/api/undertaking/sign", { headers: ownOrigin(), data: { hash, name: await nameOf(request) } });
}

async function nameOf(request: APIRequestContext): Promise<string> {
  const me = (await (await request.get("/api/me")).json()) as { person: { name: string } };
  return me.person.name;
}

const ownOrigin = () => ({ origin: test.info().project.use.baseURL ?? "" });

// A refusal is an answer, and an unplugged cable is a test: the browser's own lines about them are no fault of the page. A failing server is.
const refusalLine = /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_FAILED)/;

function watch(context: BrowserContext, baseURL: string): string[] {
  const faults: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !refusalLine.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`page: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:", "about:"].includes(url.protocol) && url.origin !== new URL(baseURL).origin)
      faults.push(`request to ${url.origin}`);
  });
  return faults;
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { hazards, NOWHERE } from "../prisma/testing/hostile";
import { comeIn, expect, test } from "./fixtures";
import { room } from "./room";

// A real browser opens every attack of the corpus, in every way in which a page shows what was said. Three things watch: the page's own
// events, every request (what is for elsewhere is stopped, and is a fault), and the browser's own log of the network, which knows of names
// that were only looked up. In the end something that does act is put into a page by hand: whoever watches has to see it.

const person = { email: "counsel@hostile.example", password: "for this test alone, and nobody else" };
const all = hazards().map(({ key }) => key);
const TURNS = 20;
const together = Array.from({ length: Math.ceil(all.length / TURNS) }, (_, n) => ({
  id: `HOSTILE-${String(n + 1).padStart(9, "0")}`,
  keys: all.slice(n * TURNS, (n + 1) * TURNS),
}));

let context: BrowserContext;
let page: Page;
let netLog = "";
const faults: string[] = [];

test.describe.configure({ mode: "serial", timeout: 180_000 });

test.beforeAll(async () => {
  const { baseURL = "", launchOptions = {} } = test.info().project.use;
  const root = path.resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, ["--import", "tsx", "--conditions=react-server", "prisma/testing/hostile-matter.ts", person.password], {
    cwd: root,
    env: { ...process.env, READING_ROOM_DATA: path.resolve(room.data) },
  });
  netLog = path.resolve(room.data, "hostile-network.json");
  // With a profile of its own: only then does it look up names and connect ahead of need, as a person's browser does when a page asks for it.
  context = await chromium.launchPersistentContext(path.resolve(room.data, "hostile-profile"), {
    ...launchOptions,
    args: ["--disable-quic", `--log-net-log=${netLog}`],
    baseURL,
    viewport: { width: 1280, height: 5_000 }, // a conversation of twenty turns is in the page at once, or nearly
  });
  await watch(context, baseURL);
  await comeIn(context.request, person);
  page = context.pages()[0] ?? (await context.newPage());
});
test.afterAll(() => context?.close());
test.afterEach(() => expect([...new Set(faults)], "what the content did").toEqual([]));

async function watch(of: BrowserContext, own: string): Promise<void> {
  await of.route(
    ({ origin, protocol }) => origin !== own && protocol !== "data:" && protocol !== "blob:",
    (route) => {
      faults.push(`asked for ${route.request().url()}`);
      return route.abort();
    },
  );
  of.on("console", (message) => void (message.type() === "error" && faults.push(`console: ${message.text()}`)));
  of.on("weberror", (error) => void faults.push(`page: ${error.error().message}`));
  for (const first of of.pages()) watchPage(first, own);
  of.on("page", (opened) => {
    faults.push(`opened ${opened.url()}`);
    watchPage(opened, own);
  });
  await of.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
      console.error(`kept back by ${effectiveDirective}: ${blockedURI} ${sample}`),
    );
  });
}

function watchPage(of: Page, own: string): void {
  of.on("dialog", (dialog) => {
    faults.push(`ran: ${dialog.type()} ${dialog.message()}`);
    return dialog.dismiss();
  });
  of.on("download", (download) => void faults.push(`downloaded ${download.url()}`));
  of.on("worker", (worker) => void faults.push(`worker ${worker.url()}`));
  of.on("websocket", (socket) => void faults.push(`socket ${socket.url()}`));
  of.on("frameattached", (frame) => void faults.push(`framed ${frame.url()}`));
  of.on("framenavigated", (frame) => void (new URL(frame.url()).origin === own || faults.push(`led to ${frame.url()}`)));
}

/** What the page shows of the corpus within a part of it: which attacks, and what of it is no mere word. Goes on by a screen. */
function inspect(where: string) {
  return page.locator(where).evaluate((part, nowhere) => {
    const tags = new Set(
      "DIV P BR HR SPAN SAMP STRONG EM DEL CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD BDI MARK SECTION".split(" "),
    );
    const attributes = new Set(["class", "dir", "title", "start", "data-lang", "tabindex", "aria-label", "role"]);
    const acts: string[] = [];
    const keys = new Set<string>();
    for (const said of part.querySelectorAll(".evidence, .font-evidence")) {
      for (const [key] of said.textContent.slice(0, 2_000).matchAll(/hazard\d{3}/g)) keys.add(key);
      for (const { tagName, attributes: given } of said.querySelectorAll("*")) {
        if (!tags.has(tagName)) acts.push(`<${tagName}>`);
        for (const { name } of given) if (!attributes.has(name)) acts.push(`${tagName} ${name}`);
      }
    }
    for (const { tagName } of document.querySelectorAll(
      "img, picture, video, audio, iframe, frame, object, embed, portal, base, math, marquee",
    ))
      acts.push(`<${tagName}>`);
    for (const element of document.querySelectorAll("*"))
      for (const { name, value } of element.attributes)
        if (name.startsWith("on") || (name !== "title" && new RegExp(`//[^/?#]*${nowhere}`).test(value)))
          acts.push(`${element.tagName} ${name}=${value.slice(0, 80)}`);
    const ended = part.scrollTop + part.clientHeight >= part.scrollHeight - 1;
    part.scrollTo(0, ended ? 0 : part.scrollTop + part.clientHeight - 60);
    return { keys: [...keys], acts };
  }, NOWHERE);
}

/** Goes through a part of the page until every attack was on it. */
async function reads(where: string, keys: readonly string[], what: string): Promise<void> {
  const missing = new Set(keys);
  await expect
    .poll(
      async () => {
        const found = await inspect(where);
        expect.soft(found.acts, what).toEqual([]);
        for (const key of found.keys) missing.delete(key);
        return [...missing];
      },
      { message: what, intervals: [150], timeout: 30_000 },
    )
    .toEqual([]);
}

const turns = "section[aria-label=Turns]";

async function open(id: string, query = ""): Promise<void> {
  await page.goto(`/conversations/${id}${query}`);
  await expect(page.getByRole("article").first()).toBeVisible({ timeout: 30_000 });
}

test("every attack, opened and marked, in each way of showing it: nothing leaves, nothing runs, nothing is more than words", async () => {
  for (const { id, keys } of together) {
    await open(id, "?q=hazard*");
    for (const view of ["Markdown", "Plain", "Code points"]) {
      await page.getByRole("radio", { name: view, exact: true }).check({ force: true });
      await reads(turns, keys, `${id}, ${view}`);
    }
  }
});

test("every attack in a list of results, and what came with it among the filters", async () => {
  await page.goto("/conversations?q=hazard*&volume=SINGLY");
  await reads("nav[aria-label=Results]", all, "results");
  await page.goto("/conversations?q=hazard*");
  await page.keyboard.press("F");
  await expect(page.getByText(`<img src=https://model.${NOWHERE}`).first()).toBeVisible();
  expect((await inspect("main")).acts).toEqual([]);
});

test("every attack on paper", async () => {
  await page.addInitScript(() => {
    window.print = () => void (document.documentElement.dataset.printed = "yes");
  });
  for (const { id, keys } of together) {
    await open(id);
    await page.getByRole("button", { name: "Print", exact: true }).click();
    const form = page.getByRole("dialog", { name: `Print turns of ${id}` });
    await form.getByLabel("To turn").fill(String(keys.length));
    await form.getByLabel("Reason").fill("To see what paper does with it.");
    await form.getByRole("button", { name: "Print these turns" }).click();
    await expect(page.locator("html[data-printed=yes]")).toBeAttached();
    await page.emulateMedia({ media: "print" });
    await reads(".sheet", keys, `${id}, printed`);
    await page.emulateMedia({ media: "screen" });
    if (id === together[0]?.id) expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.evaluate(() => void window.dispatchEvent(new Event("afterprint")));
    await expect(page.locator(".sheet")).toHaveCount(0);
  }
});

test("what was delivered beside the turns: metadata and other branches", async () => {
  await open("HOSTILE-000000001");
  await page.keyboard.press("x");
  await page.getByText("As delivered, with other branches").click();
  await page.getByText("Branch 1, after turn 1").click();
  for (const one of ["branch", "title", "metadata"]) await expect(page.getByText(`https://${one}.${NOWHERE}/`).first(), one).toBeVisible();
  expect((await inspect("main")).acts).toEqual([]);
});

test("what people of either side write: the name of a set, the reason and the authority of a hold, shown on every page", async () => {
  const headers = { origin: new URL(page.url()).origin };
  const attacks = hazards().flatMap(({ text }) => (text.length < 120 ? [text.replaceAll("\n", " ")] : []));
  expect(attacks.length).toBeGreaterThan(10);
  for (const [n, name] of attacks.slice(0, 12).entries()) {
    const set = await page.request.post("/api/sets", { headers, data: { name: `${n} ${name}`, query: "", limit: 1 } });
    expect(set.status(), name).toBe(201);
  }
  const data = { scope: "matter", reason: attacks.join(" ").slice(0, 500), authority: attacks[0] };
  expect((await page.request.post("/api/holds", { headers, data })).status()).toBe(201);
  for (const address of ["/sets", "/holds", "/audit", "/conversations"]) {
    await page.goto(address);
    await expect(page.getByText(attacks[0]?.slice(0, 30) ?? "").first()).toBeVisible();
    expect((await inspect("main")).acts, address).toEqual([]);
  }
});

test("the browser looked up no name and opened no connection but to the room; of something that acts all who watch would have told", async () => {
  await page.goto("/volumes");
  expect(faults).toEqual([]);
  await page.evaluate((nowhere) => {
    const add = (html: string) => document.body.insertAdjacentHTML("beforeend", html);
    add(
      `<img src="https://seen.${nowhere}/pixel.png"><img src="data:," onerror="alert(1)"><iframe src="https://framed.${nowhere}/"></iframe>`,
    );
    add(`<link rel="preconnect" href="https://ahead.${nowhere}"><link rel="dns-prefetch" href="//named.${nowhere}">`);
  }, NOWHERE);
  const told = ["kept back by img-src", "kept back by script-src-attr", "kept back by frame-src", "framed "];
  await expect(() => expect(told.filter((one) => !faults.some((fault) => fault.includes(one)))).toEqual([])).toPass({ timeout: 30_000 });
  await page.waitForTimeout(500); // until the name is asked for
  faults.length = 0;
  await context.close();
  const logged = readFileSync(netLog, "utf8");
  const names = [...logged.matchAll(new RegExp(`([\\w-]+)\\.${NOWHERE}`, "g"))].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(["ahead", "named", "framed"]));
  expect(logged).toContain("/conversations/HOSTILE-000000001");
});

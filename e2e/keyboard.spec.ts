import type { Locator, Page } from "@playwright/test";
import { account, expect, signIn, test } from "./fixtures";
import { typePassphrase } from "./unlock";

const COUNSEL = "counsel@plaintiff.example";

// No mouse in this file: what is reached is reached by Tab or by its own key.

/** Goes on by Tab until this has the focus, which has to be seen; fails where the way ends or turns in a circle. */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    if (await what.evaluate((element) => element === document.activeElement)) return seen(page);
  }
  throw new Error(`Tab does not lead to ${what}.`);
}

async function seen(page: Page): Promise<void> {
  const ring = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
  });
  expect(ring, "the focus is seen").toBe(true);
}

test("from signing in to signing out counsel works by keyboard alone: searching, reading, coding, noting, freezing, asking for an export", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { password } = account(COUNSEL);
  const name = `By keyboard ${Date.now()}`;
  await signIn(page, COUNSEL); // signs the undertaking where no test has yet
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type(COUNSEL);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/conversations/);

  const results = page.getByRole("navigation", { name: "Results", exact: true });
  await expect(results.getByRole("link").first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("court");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=court/);
  await expect(page.getByText("exactly")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/conversations\/DEMO-\d+/);
  const first = new URL(page.url()).pathname;
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await page.keyboard.press("]");
  await page.waitForURL((url) => url.pathname !== first);
  await expect(page.getByText(/^2 of \d+$/)).toBeVisible();
  await page.keyboard.press("[");
  await page.waitForURL((url) => url.pathname === first);
  await expect(page.getByRole("article").first()).toBeVisible();

  const pane = page.getByRole("complementary", { name: "Codes and context" });
  await page.keyboard.press("x");
  await expect(pane.getByRole("button", { name: "Relevant", exact: true })).toBeEnabled();
  await page.keyboard.press("1");
  await expect(pane.getByRole("region", { name: "Codings made" }).getByText("Relevant", { exact: true })).toBeVisible();
  await page.keyboard.press("n");
  await expect(pane.getByRole("button", { name: "Unlock" })).toBeFocused();
  await page.keyboard.press("Enter");
  await typePassphrase(page, password);
  await expect(pane.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Control+Enter");
  await expect(pane.getByText(name)).toBeVisible();
  await page.keyboard.press("u");

  await page.keyboard.press("s");
  const freezing = page.getByRole("dialog", { name: "Freeze this search into a set" });
  await expect(freezing.getByLabel("Name of the set")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sets/);

  const ask = page.getByRole("row").filter({ hasText: name }).getByRole("button", { name: "Export" });
  await tabTo(page, ask);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(ask).toBeFocused();
  await page.keyboard.press("Enter");
  const asking = page.getByRole("dialog");
  await expect(asking.getByLabel("Name of the production")).toBeFocused();
  await page.keyboard.type(name);
  await tabTo(page, asking.getByLabel("Reason"));
  await page.keyboard.type("For the hearing.");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/productions/);

  await tabTo(page, page.getByRole("banner").getByRole("button", { expanded: false }).last());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sign-in/);
});

const visits = {
  [COUNSEL]: ["/sets", "/codes", "/productions", "/holds", "/designations", "/experts", "/conversations"],
  "custodian@host.example": ["/people", "/volumes/VOL001", "/redactions", "/holds", "/order/draft", "/sealing"],
  "monitor@court.example": ["/holds", "/console/reports", "/console/flags", "/console/witness"],
};

for (const [who, paths] of Object.entries(visits))
  test(`every deed of ${who} is reached by Tab, holds the focus while it is open, and gives it back to its button`, async ({ as }) => {
    test.setTimeout(180_000);
    const page = await as(who);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      await expect(page.getByRole("banner")).toBeVisible();
      const wanted = await page.evaluate((deeds) => {
        const names = [...document.querySelectorAll<HTMLButtonElement>(deeds)].filter(
          (button) => button.checkVisibility() && !button.disabled,
        );
        return [...new Set(names.map(({ textContent }) => textContent))];
      }, DEEDS);
      const tried = await walk(page, path);
      expect(new Set(tried), path).toEqual(new Set(wanted));
    }
  });

const DEEDS = "main button:has(+ dialog)";

/** From the head of the page to its end by Tab; opens each deed that it comes to, once a name. */
async function walk(page: Page, path: string): Promise<string[]> {
  const tried: string[] = [];
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate((deeds) => {
      const at = document.activeElement;
      return { end: !at || at === document.body, deed: at?.matches(deeds) ? (at.textContent ?? "") : null };
    }, DEEDS);
    if (here.end && presses > 0) return tried;
    if (here.deed === null || tried.includes(here.deed)) continue;
    tried.push(here.deed);
    await seen(page);
    await page.keyboard.press("Enter");
    const what = `${path}: ${here.deed}`;
    expect(await within(page), `${what} opens and has the focus`).toBe(true);
    for (let inside = 0; inside < 12; inside++) {
      await page.keyboard.press("Tab");
      expect(await within(page), `${what} keeps the focus`).toBe(true);
    }
    await page.keyboard.press("Escape");
    const back = await page.evaluate(
      (name) => document.activeElement?.textContent === name && !document.querySelector("dialog[open]"),
      here.deed,
    );
    expect(back, `${what} closes and gives the focus back`).toBe(true);
  }
  throw new Error(`The way by Tab through ${path} does not end.`);
}

// The browser's own bar is a stop of Tab between the end of a dialog and its beginning: then nothing of the page has the focus.
async function within(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const open = document.querySelector("dialog[open]");
    return open !== null && (open.contains(document.activeElement) || document.activeElement === document.body);
  });
}

import { accessible } from "./axe";
import { expect, test } from "./fixtures";

const visits = {
  "counsel@plaintiff.example": [
    "/sets",
    "/codes",
    "/productions",
    "/holds",
    "/volumes",
    "/volumes/VOL001",
    "/audit",
    "/order",
    "/order/1",
    "/undertaking",
  ],
  "expert@defense.example": ["/conversations", "/sets", "/codes", "/productions", "/holds", "/volumes", "/people", "/audit", "/nowhere"],
  "monitor@court.example": [
    "/audit",
    "/audit?outcome=refused",
    "/holds",
    "/volumes",
    "/volumes/VOL002",
    "/people",
    "/sets",
    "/conversations",
  ],
  "custodian@host.example": [
    "/sealing",
    "/volumes",
    "/volumes/VOL001",
    "/people",
    "/holds",
    "/audit",
    "/order",
    "/order/draft",
    "/experts",
    "/codes",
  ],
  "operator@host.example": ["/audit", "/people"],
};

test("signing in has no fault that axe finds, light and dark", async ({ page }) => {
  await page.goto("/sign-in");
  await accessible(page, "/sign-in");
  await page.getByLabel("E-mail").fill("nobody@nowhere.example");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "do not open a session" })).toBeVisible();
  await accessible(page, "/sign-in, refused");
});

for (const [who, paths] of Object.entries(visits))
  test(`no page of ${who} has a fault that axe finds, light and dark`, async ({ as }) => {
    test.setTimeout(120_000);
    const page = await as(who);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      await accessible(page, path);
    }
  });

test("reading has no fault that axe finds, light and dark: the open conversation, its codes, the filters, a query that is wrong", async ({
  as,
}) => {
  test.setTimeout(120_000);
  const page = await as("counsel@plaintiff.example", "/conversations/DEMO-000000011?q=the");
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.getByRole("button", { name: /^Codes and context/ }).click();
  await expect(page.getByRole("button", { name: "Relevant", exact: true })).toBeEnabled();
  await accessible(page, "an open conversation and its codes");
  await page.keyboard.press("F");
  await expect(page.getByText("Counts are exact for this search.")).toBeVisible();
  await accessible(page, "filters");
  await page.goto("/conversations?q=%28copyright");
  await expect(page.getByText("This parenthesis is not closed.")).toBeVisible();
  await accessible(page, "a query that is wrong");
  await page.goto("/conversations/PAIR-000000001");
  await expect(page.getByRole("article").first()).toBeVisible();
  await accessible(page, "a pair");
  await page.goto("/conversations/DEMO-999999999");
  await expect(page.getByText("Nothing by that name")).toBeVisible();
  await accessible(page, "a conversation that is not there");
});

test("the dialogs have no fault that axe finds, light and dark", async ({ as }) => {
  const page = await as("counsel@plaintiff.example");
  for (const [path, key, title] of [
    ["/holds", "p", "Place a legal hold"],
    ["/codes", "a", "Add a code to your side’s codebook"],
    ["/conversations?q=court", "s", "Freeze this search into a set"],
    ["/conversations", "?", "Keys that work here"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    await expect(async () => {
      await page.keyboard.press(key);
      await expect(page.getByRole("dialog", { name: title })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await accessible(page, title);
  }
});

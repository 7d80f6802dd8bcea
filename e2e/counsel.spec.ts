import type { Page } from "@playwright/test";
import { account, expect, test } from "./fixtures";
import { typePassphrase, unlock } from "./unlock";

const COUNSEL = "counsel@plaintiff.example";
const OTHER = "counsel@defense.example";

const pane = (page: Page) => page.getByRole("complementary", { name: "Codes and context" });
const made = (page: Page) => pane(page).getByRole("region", { name: "Codings made" });
const article = (page: Page, turn: number) => page.getByRole("article", { name: new RegExp(`^Turn ${turn}, `) });

async function open(page: Page, id: string, turn?: number) {
  await page.goto(`/conversations/${id}${turn ? `?turn=${turn}` : ""}`);
  await expect(article(page, turn ?? 1)).toBeVisible();
  const unfold = pane(page).getByRole("button", { name: /^Codes and context/ });
  const fold = pane(page).getByRole("button", { name: "Fold" });
  await expect(unfold.or(fold)).toBeVisible();
  if (await unfold.isVisible()) await page.keyboard.press("x");
  await expect(fold).toBeVisible();
  await expect(pane(page).getByRole("button", { name: "Relevant", exact: true })).toBeEnabled();
}

/** Waits until the server has answered a change of codes, so that the next page sees it. */
const stored = (page: Page, method: string) =>
  page.waitForResponse((response) => response.request().method() === method && response.url().includes("/codes/") && response.ok());

test.describe("counsel's day", () => {
  test("one key codes the conversation, another answer takes its place, u takes it back", async ({ as }) => {
    const page = await as(COUNSEL);
    await open(page, "DEMO-000000011");
    await page.keyboard.press("1");
    await expect(made(page).getByText("Relevant", { exact: true })).toBeVisible();
    await page.keyboard.press("2");
    await expect(made(page).getByText("Not relevant", { exact: true })).toBeVisible();
    await expect(made(page).getByText("Relevant", { exact: true })).toBeHidden();
    await page.keyboard.press("u");
    await expect(made(page).getByText("Relevant", { exact: true })).toBeVisible();
    const undone = page.waitForResponse(
      (response) => response.request().method() === "DELETE" && response.url().endsWith("/codes/relevant"),
    );
    await page.keyboard.press("u");
    await expect(made(page).getByText("Nobody of your side coded this conversation.")).toBeVisible();
    await undone;
  });

  test("a turn is coded where it stands, with a note, and the coding is there tomorrow", async ({ as }) => {
    const page = await as(COUNSEL);
    await open(page, "DEMO-000000012", 2);
    await page.keyboard.press("t");
    await expect(pane(page).getByRole("radio", { name: "Turn 2" })).toBeChecked();
    const put = stored(page, "PUT");
    await page.keyboard.press("4");
    await put;
    await expect(article(page, 2).getByText("Reproduces a work")).toBeVisible();
    await page.keyboard.press("n");
    await pane(page).getByRole("button", { name: "Unlock" }).click();
    await typePassphrase(page, account(COUNSEL).password);
    await pane(page).getByRole("textbox", { name: "Note" }).fill("Compare with the article of March.");
    const noted = stored(page, "PUT");
    await pane(page).getByRole("button", { name: "Keep the note" }).click();
    await noted;
    await open(page, "DEMO-000000012", 2);
    await expect(made(page).getByText("sealed note")).toBeVisible();
    await unlock(page, account(COUNSEL).password);
    await expect(made(page).getByText("Compare with the article of March.")).toBeVisible();
    await expect(made(page).getByText("turn 2")).toBeVisible();
  });

  test("own codes filter the search, and the other side sees nothing of them", async ({ as }) => {
    const page = await as(COUNSEL);
    await open(page, "DEMO-000000013");
    const put = stored(page, "PUT");
    await page.keyboard.press("6");
    await put;
    await page.goto("/conversations?code=hallucinated-citation");
    await expect(page.getByRole("navigation", { name: "Results", exact: true }).getByText("DEMO-000000013")).toBeVisible();
    await expect(page.getByRole("button", { name: "coded Citation that does not exist, take away" })).toBeVisible();

    const other = await as(OTHER, "/conversations?code=hallucinated-citation");
    await expect(other.getByText("Nothing answers")).toBeVisible();
    await open(other, "DEMO-000000013");
    await expect(made(other).getByText("Nobody of your side coded this conversation.")).toBeVisible();
  });

  test("an expert reads the codes of the own side and applies none", async ({ as }) => {
    const page = await as("expert@plaintiff.example", "/conversations/DEMO-000000011");
    await expect(article(page, 1)).toBeVisible();
    await page.keyboard.press("x");
    await expect(pane(page).getByText("Relevant", { exact: true })).toBeVisible();
    await expect(pane(page).getByRole("button", { name: "Relevant", exact: true })).toBeHidden();
    await page.keyboard.press("1");
    await expect(made(page).getByText("Nobody of your side coded this conversation.")).toBeVisible();
  });

  test("a code that is refused is taken off again, and says why", async ({ as }) => {
    const page = await as(COUNSEL);
    await open(page, "DEMO-000000014");
    await page.route("**/codes/relevant", (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/json",
        body: JSON.stringify({ error: "conflict", message: "The codebook has changed." }),
      }),
    );
    await page.keyboard.press("1");
    await expect(pane(page).getByRole("alert")).toContainText("The codebook has changed.");
    await expect(made(page).getByText("Nobody of your side coded this conversation.")).toBeVisible();
  });

  test("a search is frozen into a set that says how many", async ({ as }) => {
    const page = await as(COUNSEL, "/conversations?q=court&language=en");
    await page.getByRole("button", { name: "Freeze into a set" }).click();
    const dialog = page.getByRole("dialog", { name: "Freeze this search into a set" });
    await expect(dialog.getByText(/\d conversations as counted now/)).toBeVisible();
    await dialog.getByRole("textbox", { name: "Name of the set" }).fill("Court, English");
    await dialog.getByRole("button", { name: "Freeze the set" }).click();
    await page.waitForURL(/\/sets/);
    await expect(page.getByText("Court, English", { exact: true })).toBeVisible();
  });
});

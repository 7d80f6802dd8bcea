import { accessible } from "./axe";
import { expect, test } from "./fixtures";

const custodian = "custodian@host.example";
const monitor = "monitor@court.example";

test("the custodian drafts new numbers, the court’s monitor reads what changes and puts them in force, and everybody sees since when and why", async ({
  as,
}) => {
  test.setTimeout(120_000);
  const page = await as(custodian, "/order");
  await page.getByRole("link", { name: /^Draft version/ }).click();
  await page.getByLabel("Copied text in a day (characters)").fill("0.5");
  await expect(page.getByText("A whole number.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send the draft to the monitor" })).toBeDisabled();
  await page.getByLabel("Copied text in a day (characters)").fill("12000");
  await page.getByLabel("Holidays, one to a line").fill("2026-11-26\n2026-12-25");
  const changes = page.getByRole("table", { name: "What it sets otherwise" });
  await expect(changes.getByRole("row").filter({ hasText: "Copied text in a day" })).toContainText("20,000 characters12,000 characters");
  await expect(page.getByText("Not a word of the text has changed.")).toBeVisible();
  await accessible(page, "the editor of the order");
  await page.getByLabel("Reason").fill("Stipulation of 23 November 2026, Dkt. 418");
  await page.getByRole("button", { name: "Send the draft to the monitor" }).click();
  await expect(page.getByRole("region", { name: "The draft that waits" })).toContainText("signatures go on binding");
  await expect(page.getByRole("button", { name: "Put in force" })).toHaveCount(0);

  const court = await as(monitor, "/order");
  await expect(court.getByRole("region", { name: "The draft that waits" })).toContainText("25 Dec 2026");
  await accessible(court, "a draft that waits");
  await court.getByRole("button", { name: "Put in force" }).click();
  const form = court.getByRole("dialog", { name: /^Put version/ });
  await expect(form).toContainText("Nobody signs again.");
  await form.getByLabel("On what authority").fill("So ordered, Dkt. 419");
  await form.getByRole("button", { name: "Put it in force" }).click();
  await expect(court.getByRole("region", { name: "The draft that waits" })).toHaveCount(0);

  const expert = await as("expert@defense.example", "/order");
  const history = expert.getByRole("table", { name: "Every version of the order" });
  await expect(history.getByRole("row").nth(1)).toContainText("in force");
  await expect(history.getByRole("row").nth(1)).toContainText("Chidi Banerjee");
  await expect(history.getByRole("row").nth(1)).toContainText("Margaret Lindqvist");
  await history.getByRole("link").first().click();
  await expect(expert.getByRole("heading", { name: /^What changed from version/ })).toBeVisible();
  await expect(expert.getByText("12,000 characters").first()).toBeVisible();
  await accessible(expert, "a version of the order");
  await expert.goto("/order/draft");
  await expect(expert.getByRole("heading", { name: "This is not yours to open" })).toBeVisible();
  expect((await expert.goto("/order/999"))?.status()).toBe(404);

  await court.goto("/audit?action=order:amend");
  await expect(court.getByRole("row").filter({ hasText: "put a version of the order in force" }).first()).toContainText(
    "So ordered, Dkt. 419",
  );
});

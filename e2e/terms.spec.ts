import { readFileSync } from "node:fs";
import { accessible } from "./axe";
import { expect, test } from "./fixtures";

const list = ["quit AND letter*", "job", "", "(open", "JOB", '"cover letter" w/5', "prompt:(email OR letter*)", "zzznowhere"].join("\n");

test("counsel asks a list of terms, sees what each hits, searches for one, and takes the list along as CSV and on paper", async ({
  as,
}) => {
  const page = await as("counsel@plaintiff.example", "/terms");
  await page.keyboard.press("Shift+N");
  await page.getByRole("textbox", { name: "Terms, one a line" }).fill(list);
  await expect(page.getByText("7 terms · 2 cannot be asked · 1 asks what an earlier one asks · 1 empty line")).toBeVisible();
  await expect(page.getByText("This parenthesis is not closed.")).toBeVisible();
  // Of what it is asked is narrowed as a search is.
  await page.getByRole("button", { name: /^Filters/ }).click();
  await page
    .getByRole("group", { name: "Language" })
    .getByRole("checkbox", { name: /English/ })
    .click();
  await expect(page.getByRole("button", { name: "English, take away" })).toBeVisible();
  await expect(page.getByText("Counts are exact for this search.")).toBeVisible();
  await accessible(page, "/terms/new");
  const name = `Round ${Date.now()}`;
  await page.getByRole("textbox", { name: "Name of the report" }).fill(name);
  if (process.env.LOOK) await looked(page, "new");
  await page.getByRole("button", { name: /Make the report/ }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("Asked of conversations in English.")).toBeVisible();
  await expect(page.getByText("by one term alone")).toBeVisible();
  const job = page.getByRole("row").filter({ has: page.getByRole("link", { name: "job", exact: true }) });
  await expect(page.getByText("SHA-256")).toBeVisible({ timeout: 60_000 }); // it is done
  const [, , conversations] = await job.getByRole("cell").allInnerTexts();
  await expect(page.getByText("Asks the same as term 2, and is not asked twice.")).toBeVisible();
  await expect(page.getByText("Something is missing at the end")).toBeVisible();
  await accessible(page, "/terms/[id]");
  if (process.env.LOOK) await looked(page, "report");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  const rows = readFileSync(await (await download).path(), "utf8").split("\r\n");
  expect(rows).toHaveLength(1 + 7 + 1 + 1);
  expect(rows[2]).toContain(`2,2,job,Conversations with “job”,${conversations?.replaceAll(",", "")},`);

  await page.getByRole("link", { name: "To print" }).click();
  await expect(page.getByRole("heading", { name: `Search term report: ${name}` })).toBeVisible();
  await expect(page.getByRole("row", { name: /^2 job/ })).toContainText(conversations ?? "never");
  await accessible(page, "/terms/[id]/paper");
  if (process.env.LOOK) await looked(page, "paper");
  await page.getByRole("link", { name: "Back to the report" }).click();

  // The first key chooses the first term, and Enter searches for it.
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "CSV" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "quit AND letter*" })).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/conversations\?q=job&language=en/);
  await expect(page.getByText("exactly")).toBeVisible();
  await expect(page.getByText("exactly").locator("..")).toContainText(conversations ?? "never");

  const theirs = await as("counsel@defense.example", "/terms");
  await expect(theirs.getByText("No report yet.")).toBeVisible();
});

async function looked(page: import("@playwright/test").Page, name: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.screenshot({ path: `.data/look-${name}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

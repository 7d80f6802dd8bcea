import { expect, test } from "./fixtures";

test("counsel narrows by a bar, goes to a place of the list, sorts, and steps through what answers without the list", async ({ as }) => {
  const page = await as("counsel@plaintiff.example", "/conversations?q=the");
  await expect(page.getByText("exactly")).toBeVisible();
  await page.keyboard.press("F");
  await page.getByRole("button", { name: "3 to 4 turns" }).click();
  await expect(page.getByRole("button", { name: "at least 3 turns, take away" })).toBeVisible();
  await expect(page.getByText("Counts are exact for this search.")).toBeVisible();
  await page.getByLabel("From place").fill("5");
  await page.keyboard.press("Enter");
  const results = page.getByRole("navigation", { name: "Results", exact: true });
  await expect(results.locator("li[aria-posinset='5']")).toBeVisible();
  await results.locator("li[aria-posinset='5'] a").click();
  const steps = page.getByRole("navigation", { name: "Among the results" });
  await expect(steps.getByText(/^5 of /)).toBeVisible();
  await page.keyboard.press("]");
  await expect(steps.getByText(/^6 of /)).toBeVisible();
  await page.getByLabel("Order").selectOption("hits");
  await expect(results.locator("li[aria-posinset='1']")).toBeVisible();
});

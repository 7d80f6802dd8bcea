import { accessible } from "./axe";
import { expect, test } from "./fixtures";
import { deliver } from "./host";

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

test("walking through the orders by keyboard asks for nothing; Enter, leaving the menu or a pick asks once, and the keyboard stays", async ({
  as,
}) => {
  const page = await as("counsel@plaintiff.example", "/conversations?q=the");
  const results = page.getByRole("navigation", { name: "Results", exact: true });
  await expect(results.locator("li[aria-posinset='1']")).toBeVisible();
  const asked: (string | null)[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === "/api/conversations" && !searchParams.has("after")) asked.push(searchParams.get("sort"));
  });
  const menu = page.getByLabel("Order");
  await menu.focus();
  for (const order of ["-date", "relevance", "hits", "length"]) {
    await page.keyboard.press("ArrowDown");
    await expect(menu).toHaveValue(order);
  }
  await page.keyboard.press("Escape");
  await expect(menu).toHaveValue("date");
  await page.keyboard.type("Most h");
  await expect(menu).toHaveValue("hits");
  await page.keyboard.press("Enter");
  await expect.poll(() => asked).toEqual(["hits"]);
  await expect(results.locator("li[aria-posinset='1']")).toBeVisible();
  await expect(menu).toBeFocused();

  await page.keyboard.press("ArrowUp");
  await expect(menu).toHaveValue("relevance");
  await page.keyboard.press("Tab");
  await expect.poll(() => asked).toEqual(["hits", "relevance"]);
  await expect(page.getByLabel("From place")).toBeFocused();
  await menu.selectOption("-date");
  await expect.poll(() => asked).toEqual(["hits", "relevance", "-date"]);
  await page.goBack();
  await expect(menu).toHaveValue("relevance");
  await expect.poll(() => asked).toEqual(["hits", "relevance", "-date", "relevance"]);
});

test("a place beyond the end says where the list ends, and a count that was cut short says that no place is known", async ({ as }) => {
  const page = await as("counsel@plaintiff.example", "/conversations?q=quit&rank=99999");
  const results = page.getByRole("navigation", { name: "Results", exact: true });
  await expect(page.getByText(/^[\d,]+ conversations answer; from place 99,999 on there are none\.$/)).toBeVisible();
  await expect(page.getByText("Nothing answers")).toHaveCount(0);
  await expect(page.getByLabel("From place")).toHaveValue("99999");
  await accessible(page, "a place beyond the end");
  await page.getByRole("link", { name: "The last one" }).click();
  await expect(results.getByRole("listitem")).toHaveCount(1);

  await page.route("**/api/conversations/facets?**", async (route) => {
    const response = await route.fetch();
    const facets = (await response.json()) as { search: object };
    await route.fulfill({ response, json: { ...facets, search: { ...facets.search, state: "cancelled" } } });
  });
  await page.goto("/conversations?q=quit");
  await results.locator("li[aria-posinset='1'] a").click();
  await expect(page.getByRole("navigation", { name: "Among the results" }).getByText("place not counted")).toBeVisible();
});

test("versions that a later volume replaced are left out until they are asked for, and the address and a chip say so", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("counsel@plaintiff.example", "/conversations");
  await page.keyboard.press("F");
  const mark = page.getByRole("checkbox", { name: "Include superseded versions" });
  await expect(page.getByRole("group", { name: "Volume" }).getByRole("checkbox").first()).toBeVisible();
  // Where no volume took the place of another there is nothing to include.
  await expect(mark).toHaveCount(0);

  deliver("EARLIER", [["seer", "Is it zyzomantic?", "An earlier answer, by quibblewort."]]);
  deliver("LATER", [["seer", "Is it zyzomantic?", "A later answer."]], "--supersedes", "EARLIER");
  await page.goto("/conversations?q=zyzomantic");
  const results = page.getByRole("navigation", { name: "Results", exact: true });
  await expect(results.getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("F");
  await expect(mark).not.toBeChecked();
  await mark.click();
  await page.waitForURL(/superseded=true/);
  await expect(mark).toBeChecked();
  await expect(results.getByRole("listitem")).toHaveCount(2);
  await expect(results.getByRole("listitem").filter({ hasText: "EARLIER-000000001" })).toContainText("newer: LATER-000000001");
  await accessible(page, "results with superseded versions");
  await page.getByRole("button", { name: "superseded versions too, take away" }).click();
  await expect(results.getByRole("listitem")).toHaveCount(1);
  await expect(mark).not.toBeChecked();

  // Only the earlier version has these words: what was not looked in is named, with the way there.
  await page.goto("/conversations?q=quibblewort");
  await expect(
    page.getByText("Every conversation that you may see was looked at, other than versions that were superseded."),
  ).toBeVisible();
  await page.getByRole("link", { name: "Look in superseded versions too" }).click();
  await page.waitForURL(/superseded=true/);
  await expect(results.getByRole("listitem")).toHaveCount(1);
  await expect(results.getByRole("listitem")).toContainText("EARLIER-000000001");
});

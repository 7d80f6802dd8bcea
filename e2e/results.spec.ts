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
  const steps = page.getByRole("navigation", { name: "Among the results" });
  await expect(steps.getByText("place not counted")).toBeVisible();
  await page.unroute("**/api/conversations/facets?**");
  await page.getByRole("button", { name: "Count again" }).click();
  await expect(steps.getByText(/^1 of /)).toBeVisible();
  await expect(page.getByText(/^Cancelled at/)).toHaveCount(0);
});

test("a set is named where it is searched, says what is not shown of it any more, and combining sets says what is missing", async ({
  as,
}) => {
  test.setTimeout(120_000);
  deliver("KEPT", [
    ["one", "Wobblefrost?", "An answer."],
    ["two", "Wobblefrost again?", "Another answer."],
    ["three", "رسالة طويلة wobblefrost", "A third answer."],
  ]);
  const headers = { origin: test.info().project.use.baseURL ?? "" };
  const page = await as("counsel@plaintiff.example", "/conversations");
  const name = `Everything that was kept of what was delivered in the last days before the hearing, as it stood then (${Date.now()})`;
  const frozen = await page.request.post("/api/sets", { headers, data: { name, query: "wobblefrost", filters: { volume: ["KEPT"] } } });
  const { id } = (await frozen.json()) as { id: string };
  const other = await page.request.post("/api/sets", {
    headers,
    data: { name: `Two of them ${Date.now()}`, query: "wobblefrost", limit: 2 },
  });
  expect([frozen.status(), other.status()]).toEqual([201, 201]);
  await page.goto(`/conversations?set=${id}`);
  await expect(page.getByRole("button", { name: `within the set “${name}”, take away` })).toBeVisible();
  await expect(page.getByText("exactly").locator("..")).toContainText("3 exactly");
  await expect(page.getByText("that were frozen")).toHaveCount(0);

  const producing = await as("counsel@defense.example");
  const data = { conversationId: "KEPT-000000002", reason: "Produced in error." };
  expect((await producing.request.post("/api/redactions", { headers, data })).status()).toBe(201);
  await page.reload();
  await expect(page.getByText("of 3 that were frozen: the others are withdrawn, deleted, or designated above your tier")).toBeVisible();
  await accessible(page, "a set of which one was withdrawn");

  // Words that are read from the right turn nothing around that stands beside them.
  await page.goto(`/conversations?q=${encodeURIComponent("رسالة")}&volume=KEPT`);
  const counted = page.locator("#query-reading strong").first();
  await expect(counted).toHaveText("1");
  const [reading, count] = [await page.locator("#query-reading bdi").first().boundingBox(), await counted.boundingBox()];
  expect(count?.x).toBeGreaterThan((reading?.x ?? 0) + (reading?.width ?? 0) - 1);
  const row = page.getByRole("navigation", { name: "Results", exact: true }).getByRole("listitem");
  expect(await row.locator("[dir=auto]").evaluate((words) => getComputedStyle(words).direction)).toBe("rtl");

  await page.goto("/sets");
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("of conversations of KEPT");
  await page.keyboard.press("s");
  const form = page.getByRole("dialog", { name: "Make a set of sets" });
  await form.getByLabel("First set").selectOption(id);
  await form.getByLabel("Name of the new set").fill("Both");
  await form.getByRole("button", { name: "Make the set" }).click();
  await expect(form.getByRole("alert")).toHaveText("Choose two sets or more.");
  expect(await form.evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth), "nothing is cut off at the right").toBe(true);
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

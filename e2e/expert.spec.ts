import type { Page } from "@playwright/test";
import { accessible } from "./axe";
import { expect, test } from "./fixtures";

const EXPERT = "expert@plaintiff.example";
/** More nodes than this would mean that the page grows with the conversation. */
const NODES = 2_500;

async function search(page: Page, query: string) {
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Query" }).fill(query);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => (url.searchParams.get("q") ?? "") === query);
}

const results = (page: Page) => page.getByRole("navigation", { name: "Results", exact: true });
const rows = (page: Page) => results(page).getByRole("link");
const turn = (page: Page, number: number) => page.getByRole("article", { name: new RegExp(`^Turn ${number}, `) });

async function openOnly(page: Page, phrase: string) {
  await search(page, `"${phrase}"`);
  await expect(page.getByText("exactly")).toBeVisible();
  await rows(page).first().click();
  await page.waitForURL(/\/conversations\/DEMO-\d{9}/);
}

test.describe("an expert's day", () => {
  test("a question is read back, its hits are marked, and the address holds it", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await search(page, "the AND court*");
    await expect(page.getByText("Conversations with “the” and a word beginning “court”", { exact: true })).toBeVisible();
    await expect(results(page).locator("mark").first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole("textbox", { name: "Query" })).toHaveValue("the AND court*");
    await expect(results(page).locator("mark").first()).toBeVisible();
  });

  test("what could be read in two ways is said while it is typed, with its place, and is not asked; a distance is", async ({ as }) => {
    const page = await as(EXPERT, "/");
    const query = page.getByRole("textbox", { name: "Query" });
    await page.keyboard.press("/");
    await query.fill("copyright OR news w/5 court");
    await expect(page.getByRole("status").filter({ hasText: "it is not clear" })).toContainText("At character 19.");
    await page.keyboard.press("Enter");
    await expect(query).toBeFocused();
    await page.keyboard.press("Escape");
    await search(page, "(the OR a) w/9 court*");
    await expect(
      page.getByText("Conversations with (either “the” or “a”) within 9 words of a word beginning “court”", { exact: true }),
    ).toBeVisible();
    await expect(results(page).locator("mark").first()).toBeVisible();
  });

  test("a regular expression is marked in the results and where a conversation is read, and find here says that it does not carry one out", async ({
    as,
  }) => {
    const page = await as(EXPERT, "/");
    const windows: (string | null)[] = [];
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (/^\/api\/conversations\/DEMO-\d{9}$/.test(pathname)) windows.push(searchParams.get("q"));
    });
    const query = 'the AND "##[a-z]{3,}ing"';
    const matched = /^[a-z]{3,}ing$/i;
    await search(page, query);
    await expect(results(page).locator("mark").filter({ hasText: matched }).first()).toBeVisible();
    await rows(page).first().click();
    await page.waitForURL(/\/conversations\/DEMO-\d{9}/);
    const marks = page.getByRole("article").locator("mark");
    await expect(marks.filter({ hasText: matched }).first()).toBeVisible();
    expect(new Set(windows)).toEqual(new Set([query]));
    // The codes, the notes and the next windows are asked for as always: what was opened once is not opened again.
    expect(windows).toHaveLength(1);
    await page.getByRole("button", { name: "Find here" }).click();
    const found = page.getByRole("status").filter({ hasText: "turns" });
    await expect(page.getByText("A regular expression is carried out by the search, not here.")).toHaveCount(0);
    await page.getByLabel("Find in this conversation").fill('the AND "##[a-z]{3,}ed"');
    await expect(found).toContainText("A regular expression is carried out by the search, not here.");
    await expect(marks.filter({ hasText: /^the$/i }).first()).toBeVisible();
    await expect(marks.filter({ hasText: matched })).toHaveCount(0);
    // Other queries open a conversation as they did.
    windows.length = 0;
    await page.getByLabel("Find in this conversation").press("Escape");
    await openOnly(page, "the");
    await expect(marks.first()).toBeVisible();
    expect(windows.filter((q) => q !== null)).toEqual([]);
  });

  test("nothing found says what to try", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await search(page, "zyzzyvaqueen");
    await expect(page.getByText("Nothing answers")).toBeVisible();
  });

  test("filters narrow, show as chips, and are taken away again", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await page.getByRole("button", { name: "Filters" }).click();
    await page
      .getByRole("group", { name: "Language" })
      .getByRole("checkbox", { name: /German/ })
      .click();
    await page.waitForURL(/language=de/);
    await expect(rows(page).first().getByTitle("German")).toBeVisible();
    await page.getByRole("button", { name: "German, take away" }).click();
    await page.waitForURL((url) => !url.searchParams.has("language"));
  });

  test("pages follow one another to the end of the list", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await expect(rows(page).first()).toBeVisible();
    const list = results(page);
    await expect(async () => {
      await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
      await expect(list.getByRole("listitem").last()).toHaveAttribute("aria-posinset", /^(1[0-9]{2}|[2-9][0-9]{2})$/, { timeout: 500 });
    }).toPass();
  });

  test("a conversation of 5,000 turns opens at its first turns, and at any other, without growing", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await openOnly(page, "the lighthouse of Kestrelmoor");
    await page.goto(new URL(page.url()).pathname);
    await expect(turn(page, 1)).toBeVisible();
    await expect(page.getByText("5,000 turns").first()).toBeVisible();
    expect(await page.locator("*").count()).toBeLessThan(NODES);

    await page.getByRole("textbox", { name: "Go to turn" }).fill("3777");
    await page.keyboard.press("Enter");
    await expect(turn(page, 3777)).toBeInViewport();
    await expect(turn(page, 3777)).toBeFocused();
    await page.keyboard.press("End");
    await expect(turn(page, 5000)).toBeInViewport();
    await page.keyboard.press("Home");
    await expect(turn(page, 1)).toBeInViewport();
    expect(await page.locator("*").count()).toBeLessThan(NODES);
  });

  test("a link to a turn opens there", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await openOnly(page, "the lighthouse of Kestrelmoor");
    const { pathname } = new URL(page.url());
    await page.goto(`${pathname}?turn=2468`);
    await expect(turn(page, 2468)).toBeInViewport();
    await expect(turn(page, 2468)).toHaveAttribute("aria-current", "true");
  });

  test("the keys go from conversation to conversation and from turn to turn", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await expect(rows(page).first()).toBeVisible();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/DEMO-000000002/);
    await expect(turn(page, 1)).toBeVisible();
    await page.keyboard.press("j");
    await page.waitForURL(/DEMO-000000003/);
    await expect(turn(page, 1)).toBeVisible();
    await page.keyboard.press("Shift+J");
    await expect(turn(page, 2)).toHaveAttribute("aria-current", "true");
  });

  test("200 KB in one turn are shown plain, and say so", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await openOnly(page, "the harbor log of Ostermund");
    await expect(page.getByText("it is shown plain")).toBeVisible();
  });

  test("a pair volume opens one prompt with its output, and more on a stated reason", async ({ as }) => {
    const page = await as(EXPERT, "/conversations?volume=VOL002&minTurns=4");
    await rows(page).first().click();
    await expect(turn(page, 2)).toBeVisible();
    await expect(turn(page, 3)).toBeHidden();
    await page.getByRole("button", { name: "Next pair" }).click();
    await expect(page.getByText("and you have had one of this")).toBeVisible();
    await expect(turn(page, 3)).toBeHidden();
    await page.getByRole("textbox", { name: "Reason to open more" }).fill("The prompt refers to an earlier one");
    await page.getByRole("button", { name: "Open the whole conversation" }).click();
    await expect(turn(page, 1)).toBeVisible();
    await expect(turn(page, 4)).toBeVisible();
  });

  test("when the session has ended nothing more is shown, and the way back leads here", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await expect(rows(page).first()).toBeVisible();
    await page.context().clearCookies();
    await search(page, "court");
    await expect(page.getByText("Your session has ended")).toBeVisible();
    await expect(rows(page)).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Sign in and come back here" })).toHaveAttribute(
      "href",
      "/sign-in?next=%2Fconversations%3Fq%3Dcourt",
    );
  });

  test("a session that was ended elsewhere leads to a sign-in that says so; one that nobody had, and one that was left, do not", async ({
    as,
  }) => {
    const said = "Your session has ended. Nothing more is shown until you sign in again.";
    const [here, there] = [await as(EXPERT, "/account"), await as(EXPERT)];
    const { items } = (await (await here.request.get("/api/account/sessions")).json()) as { items: { id: string; here: boolean }[] };
    const own = items.find((one) => one.here)?.id ?? "";
    const origin = test.info().project.use.baseURL ?? "";
    expect((await there.request.delete(`/api/account/sessions/${own}`, { headers: { origin } })).status()).toBe(200);
    await here.goto("/account");
    await here.waitForURL("**/sign-in");
    await expect(here.getByText(said)).toBeVisible();
    await here.context().clearCookies();
    await here.goto("/sign-in");
    await expect(here.getByLabel("Password")).toBeVisible();
    await expect(here.getByText(said)).toHaveCount(0);

    await there.goto("/account");
    await there.getByRole("banner").getByRole("button", { expanded: false }).last().click();
    await there.getByRole("menuitem", { name: "Sign out" }).click();
    await there.waitForURL("**/sign-in");
    await expect(there.getByLabel("Password")).toBeVisible();
    await expect(there.getByText(said)).toHaveCount(0);
  });

  test("when the reading room does not answer it is said, and can be asked again", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await expect(rows(page).first()).toBeVisible();
    await page.route("**/api/conversations?**", (route) => route.abort());
    await search(page, "court");
    await expect(page.getByText("No answer")).toBeVisible();
    await page.unroute("**/api/conversations?**");
    await page.getByRole("button", { name: "Ask again" }).click();
    await expect(rows(page).first()).toBeVisible();
  });

  test("what is not there is said, not shown", async ({ as }) => {
    const page = await as(EXPERT, "/conversations/DEMO-999999999");
    await expect(page.getByText("Nothing by that name")).toBeVisible();
  });
});

test.describe("content that tries something", () => {
  for (const phrase of ["gallery of hazards", "backwards in the margin", "nest of a thousand quotes"])
    test(`${phrase}: loads nothing, runs nothing`, async ({ as }) => {
      const page = await as(EXPERT, "/");
      page.on("dialog", () => expect(null, "a script of the content ran").toBe("nothing"));
      await openOnly(page, phrase);
      const said = page.getByRole("region", { name: "Turns" });
      await expect(said.getByRole("article").first()).toBeVisible();
      await expect(said.locator("img, iframe, svg, script, style, a, form, video, audio, object, embed, picture, math, link")).toHaveCount(
        0,
      );
      await page.keyboard.press("m");
      await expect(said.getByRole("article").first()).toBeVisible();
      await expect(said.locator("img, iframe, svg, script, style, a, form, video, audio, object, embed, picture, math, link")).toHaveCount(
        0,
      );
    });

  test("an image is named, a direction mark is seen", async ({ as }) => {
    const page = await as(EXPERT, "/");
    await openOnly(page, "gallery of hazards");
    await expect(page.getByText("[image: tracker.invalid/…]").first()).toBeVisible();
    await openOnly(page, "backwards in the margin");
    await expect(page.getByText("⟨U+202E⟩").first()).toBeVisible();
  });
});

test("reading has no fault that axe finds, light and dark: results, an open conversation, the filters", async ({ as }) => {
  const page = await as(EXPERT, "/");
  await search(page, "court");
  await rows(page).first().click();
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.getByRole("button", { name: "Filters" }).click();
  await expect(page.getByText("Counts are exact for this search.")).toBeVisible();
  await accessible(page, "results, a conversation and the filters");
});

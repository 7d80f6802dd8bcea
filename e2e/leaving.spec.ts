import type { Page } from "@playwright/test";
import { account, expect, test } from "./fixtures";

// What leaves by the eye, by paper and by the clipboard: marked, asked for, and written down.

const COUNSEL = "counsel@defense.example";
const turns = (page: Page) => page.getByRole("region", { name: "Turns" });
const mark = (page: Page) => page.locator(".watermark");

type Entry = { id: string; at: string; object: string | null; outcome: string; reason: string | null; detail: Record<string, unknown> };
async function newest(page: Page, action: string): Promise<Entry | undefined> {
  return ((await (await page.request.get(`/api/audit?action=${action}&limit=1`)).json()) as { items: Entry[] }).items[0];
}

async function open(page: Page, id: string) {
  await page.goto(`/conversations/${id}`);
  await expect(turns(page).getByRole("article").first()).toBeVisible();
}

/** In how many ninths of a region the picture changes when the marks are taken away: they are to be seen all over it. */
async function markedNinths(page: Page, region: ReturnType<Page["locator"]>): Promise<number> {
  const clip = await region.boundingBox();
  if (!clip) throw new Error("There is no such region.");
  const marked = (await page.screenshot({ clip })).toString("base64");
  await page.locator(".watermark").evaluateAll((all) => {
    for (const one of all) (one as SVGElement).style.visibility = "hidden";
  });
  const bare = (await page.screenshot({ clip })).toString("base64");
  await page.locator(".watermark").evaluateAll((all) => {
    for (const one of all) (one as SVGElement).style.visibility = "";
  });
  return page.evaluate(
    async ([one, other]) => {
      const pixels = async (picture: string) => {
        const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        canvas?.drawImage(bitmap, 0, 0);
        return { ...canvas?.getImageData(0, 0, bitmap.width, bitmap.height), width: bitmap.width, height: bitmap.height };
      };
      const [a, b] = [await pixels(one), await pixels(other)];
      const found = new Set<number>();
      for (let i = 0; i < (a.data?.length ?? 0); i += 4)
        if (Math.abs((a.data?.[i] ?? 0) - (b.data?.[i] ?? 0)) > 3) {
          const [x, y] = [(i / 4) % a.width, Math.floor(i / 4 / a.width)];
          found.add(Math.floor((3 * x) / a.width) + 3 * Math.floor((3 * y) / a.height));
        }
      return found.size;
    },
    [marked, bare] as const,
  );
}

for (const colorScheme of ["light", "dark"] as const)
  test(`what is read is marked with its reader, the minute and the entry, all over, ${colorScheme}`, async ({ as }) => {
    const page = await as(COUNSEL);
    await page.emulateMedia({ colorScheme });
    await open(page, "DEMO-000000011");
    const entry = await newest(page, "conversation:view");
    const at = new Date(entry?.at ?? "");
    const words = await mark(page).last().getAttribute("data-watermark");
    expect(words).toContain(COUNSEL);
    expect(words).toContain(`entry ${entry?.id}`);
    expect(words).toContain(`${String(at.getUTCHours()).padStart(2, "0")}:${String(at.getUTCMinutes()).padStart(2, "0")} UTC`);
    expect(await markedNinths(page, turns(page))).toBe(9);
    // A page of results is a look too.
    const results = page.getByRole("navigation", { name: "Results", exact: true });
    expect(await mark(page).first().getAttribute("data-watermark")).toContain(`entry ${(await newest(page, "conversation:search"))?.id}`);
    expect(await markedNinths(page, results)).toBeGreaterThan(6);
  });

test("the mark is no part of the evidence: not of its text, not of what is selected, not under the pointer", async ({ as }) => {
  const page = await as(COUNSEL);
  await open(page, "DEMO-000000011");
  expect(await turns(page).textContent()).not.toContain(COUNSEL);
  const selected = await page.evaluate(() => {
    document.getSelection()?.selectAllChildren(document.body);
    return document.getSelection()?.toString() ?? "";
  });
  expect(selected).not.toContain("· entry");
  const article = await turns(page).getByRole("article").first().boundingBox();
  const under = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest(".watermark") === null, [
    (article?.x ?? 0) + 60,
    (article?.y ?? 0) + 30,
  ] as const);
  expect(under).toBe(true);
});

test("turns are printed on a stated reason, marked on every sheet, and on record; the page itself is not printed", async ({ as }) => {
  const page = await as(COUNSEL);
  await open(page, "DEMO-000000011");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("This page is not printed.")).toBeVisible();
  await expect(turns(page)).toBeHidden();
  await page.emulateMedia({ media: "screen" });

  await page.evaluate(() => {
    window.print = () => void (document.documentElement.dataset.printed = "yes");
  });
  await page.getByRole("button", { name: "Print", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Print turns of DEMO-000000011" });
  await expect(form).toContainText("while a hold covers this conversation, nothing of it is printed");
  await form.getByLabel("Reason").fill("Exhibit 4 to the motion.");
  await form.getByRole("button", { name: "Print these turns" }).click();
  await expect(page.locator("html[data-printed=yes]")).toBeAttached();
  const entry = await newest(page, "conversation:print");
  expect(entry).toMatchObject({
    object: "conversation:DEMO-000000011",
    outcome: "done",
    detail: { from: 1, to: 2, reason: "Exhibit 4 to the motion." },
  });

  await page.emulateMedia({ media: "print" });
  const sheet = page.getByRole("region", { name: "Sheet to print" });
  await expect(sheet).toContainText("PROTECTIVE ORDER");
  await expect(sheet).toContainText(`entry ${entry?.id} of the log`);
  // A head of the table that the turns are: repeated by the browser on every sheet.
  await expect(sheet.locator("header")).toHaveCSS("display", "table-header-group");
  await expect(sheet.getByRole("article")).toHaveCount(2);
  await expect(page.getByText("This page is not printed.")).toBeHidden();
  expect(await sheet.locator(".watermark").getAttribute("data-watermark")).toContain(`${COUNSEL} · `);
  expect(await sheet.locator(".watermark").getAttribute("data-watermark")).toContain(`entry ${entry?.id}`);
  expect(await markedNinths(page, sheet)).toBeGreaterThan(5);
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => void window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator(".sheet")).toHaveCount(0);
});

test("a hold stops the printer, and says on whose authority; an expert is offered none", async ({ as }) => {
  const page = await as(COUNSEL);
  const origin = test.info().project.use.baseURL ?? "";
  const authority = `ECF No. ${Date.now()}`;
  const data = { scope: "conversation", target: "DEMO-000001500", reason: "Pending a motion.", authority };
  expect((await page.request.post("/api/holds", { headers: { origin }, data })).status()).toBe(201);
  await open(page, "DEMO-000001500");
  await page.keyboard.press("Shift+P");
  const form = page.getByRole("dialog", { name: "Print turns of DEMO-000001500" });
  await form.getByLabel("Reason").fill("Exhibit 5.");
  await form.getByRole("button", { name: "Print these turns" }).click();
  await expect(form.getByText("A legal hold stops this")).toBeVisible();
  await expect(form.getByText(authority)).toBeVisible();
  await expect(page.locator(".sheet")).toHaveCount(0);
  expect(await newest(page, "conversation:print")).toMatchObject({ outcome: "refused", reason: "held" });

  const expert = await as("expert@defense.example");
  await open(expert, "DEMO-000000011");
  await expect(expert.getByRole("button", { name: "Print", exact: true })).toHaveCount(0);
});

test("what is copied is on record by its length before the clipboard has it, and stays out of it beyond what the order allows", async ({
  as,
}) => {
  const page = await as("expert@defense.example");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "DEMO-000000011");
  const copy = async () => {
    const text = await page.evaluate(() => {
      const said = document.querySelector("article .evidence");
      if (said) document.getSelection()?.selectAllChildren(said);
      return document.getSelection()?.toString() ?? "";
    });
    await page.keyboard.press("Control+c");
    return text;
  };
  const text = await copy();
  await expect(page.getByText(/characters copied, on record/)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  expect(await newest(page, "conversation:copy")).toMatchObject({
    object: "conversation:DEMO-000000011",
    outcome: "done",
    detail: { characters: text.length, advisory: true },
  });

  await page.evaluate(() => navigator.clipboard.writeText("before"));
  const headers = { authorization: `Bearer ${account("expert@defense.example").token}` };
  const path = "/api/conversations/DEMO-000000011/copies";
  const { left } = (await (await page.request.post(path, { headers, data: { characters: 1 } })).json()) as { left: number };
  expect((await page.request.post(path, { headers, data: { characters: left } })).status()).toBe(201);
  await copy();
  await expect(page.getByText(/they are used up. Nothing was copied/)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("before");
  expect(await newest(page, "conversation:copy")).toMatchObject({ outcome: "refused", reason: "copy_cap" });
});

import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { accessible } from "./axe";
import { expect, test } from "./fixtures";

const expert = "expert@plaintiff.example";
const monitor = "monitor@court.example";
const secret = "walrus-privilege-memo";

/** What is counted is what the sequencer has put into the tree, some moments later. */
async function eventually(page: Page, path: string, shown: () => Promise<void>) {
  await expect(async () => {
    await page.goto(path);
    await shown();
  }).toPass({ timeout: 30_000 });
}

/** A key that is pressed before the page has woken up is lost, as a person's would be: they press it again. */
async function goesBy(page: Page, key: string, url: string) {
  await expect(async () => {
    await page.keyboard.press(key);
    await page.waitForURL(url, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

test("who saw what: by person, by conversation and by day, by keyboard, without a word of what was asked", async ({ as }) => {
  const reader = await as(expert);
  await reader.request.get(`/api/conversations?q=${encodeURIComponent(`"${secret}" or the`)}&limit=20`);
  for (const n of [11, 12, 13]) await reader.request.get(`/api/conversations/DEMO-0000000${n}`);
  await reader.request.get("/api/conversations/DEMO-999999998");

  const page = await as(monitor, "/");
  await expect(page.getByRole("heading", { name: "Who saw what" })).toBeVisible();
  await goesBy(page, "3", "**/console/people");
  await eventually(page, "/console/people?days=1", async () => {
    await expect(page.getByRole("row").filter({ hasText: "Edith Marlow" })).toBeVisible({ timeout: 2_000 });
  });
  await page.getByRole("link", { name: "Edith Marlow" }).click();
  await page.waitForURL(/console\/people\/[0-9a-f-]{36}/);
  await expect(page.getByText(/this person opened/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Refusals" })).toContainText("DEMO-999999998");

  await eventually(page, "/console/conversations/DEMO-000000012", async () => {
    await expect(page.getByRole("table", { name: "Who opened it" })).toContainText(expert, { timeout: 2_000 });
  });
  await expect(page.getByRole("table", { name: "Looks, newest first" })).toContainText("turns 1–");
  await page.goto("/console/conversations");
  await page.getByLabel("Control number").fill("DEMO-000000013");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { name: "DEMO-000000013" })).toBeVisible();

  await goesBy(page, "5", "**/console/days");
  await page.locator(`a[href="/console/days/${new Date().toISOString().slice(0, 10)}"]`).click();
  await expect(page.getByRole("table", { name: "Who saw how much on this day" })).toContainText("Edith Marlow");

  for (const path of [
    "/console",
    "/console/live",
    "/console/refusals",
    "/console/flags",
    "/console/releases",
    "/console/witness",
    "/console/reports",
  ]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    expect(await page.content(), path).not.toContain(secret);
    await accessible(page, path);
  }
});

test("what happens now is shown without reloading, and nothing is asked while it is paused", async ({ as }) => {
  const page = await as(monitor);
  await page.clock.install(); // the page's own: half a minute of it passes at once
  await page.goto("/console/live");
  const asked: string[] = [];
  page.on("request", (request) => void (request.url().includes("/api/activity/live") && asked.push(request.url())));
  const reader = await as(expert);
  await reader.request.get("/api/conversations/DEMO-000000021");
  await expect(async () => {
    await page.clock.fastForward(5_000);
    const row = page.getByRole("row").filter({ hasText: "DEMO-000000021" }).first();
    await expect(row).toContainText("opened a conversation", { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("p");
  await expect(page.getByText("Paused.")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const before = asked.length;
  for (let n = 0; n < 6; n++) await page.clock.fastForward(5_000);
  await page.waitForTimeout(500);
  expect(asked.length).toBe(before);
  await page.keyboard.press("p");
  await expect(async () => {
    await page.clock.fastForward(5_000);
    expect(asked.length).toBeGreaterThan(before);
  }).toPass();
});

test("a report is asked for, made, signed, read and downloaded, and its hash stands in the log", async ({ as }) => {
  const page = await as(monitor, "/console/reports");
  await page.getByRole("button", { name: "Ask for a report" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Report").selectOption("access");
  await form.getByRole("button", { name: "Ask for it" }).click();
  await expect(form).toBeHidden();
  await eventually(page, "/console/reports", async () => {
    await expect(page.getByRole("table", { name: "Reports, newest first" }).getByRole("row").nth(1)).not.toContainText("waits", {
      timeout: 2_000,
    });
  });
  await page.getByRole("link", { name: "Access to the record" }).first().click();
  await expect(page.getByRole("heading", { name: "Access by person" })).toBeVisible();
  await expect(page.getByText("— reading-room-")).toBeVisible();
  const id = page.url().split("/").at(-1);
  const json = await (await page.request.get(`/api/reports/${id}/files/report.json`)).body();
  const sha256 = createHash("sha256").update(json).digest("hex");
  expect(await (await page.request.get(`/api/reports/${id}/files/report.note`)).text()).toContain(`sha256 ${sha256}`);
  expect(await (await page.request.get("/api/audit?action=report:make&limit=1")).text()).toContain(sha256);

  await page.goto("/console/reports");
  await page.getByRole("row").filter({ hasText: "The denominator" }).last().getByRole("button", { name: "Change" }).click();
  await page.getByRole("dialog").getByLabel("Made").selectOption("month");
  await page.getByRole("dialog").getByRole("button", { name: "Set it" }).click();
  await expect(
    page.getByRole("table", { name: "When reports are made" }).getByRole("row").filter({ hasText: "The denominator" }),
  ).toContainText("every month");
});

test("whoever tries door after door is flagged, with the entries that prove it", async ({ as }) => {
  const reader = await as(expert);
  for (let n = 0; n < 12; n++) await reader.request.get(`/api/conversations/DEMO-99999${9000 + n}`);
  const page = await as(monitor);
  await eventually(page, "/console/flags", async () => {
    await expect(page.getByText(/attempts refused in \d+ minute/).first()).toBeVisible({ timeout: 2_000 });
  });
  await page.getByRole("link", { name: "the entries that prove it" }).first().click();
  await page.waitForURL(/\/audit\?id=/);
  await expect(page.getByRole("table", { name: "The log, newest first" }).getByRole("row").nth(1)).toContainText(
    "tried to open a conversation",
  );
});

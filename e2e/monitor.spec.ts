import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const counsel = "counsel@plaintiff.example";
const monitor = "monitor@court.example";
const secret = "zebra-crossing-privilege-memo";

test("a monitor’s day: reads who saw what, narrows it, and takes the whole log home", async ({ as }) => {
  const reader = await as(counsel);
  // Something is asked, shown and coded that no monitor may learn of.
  await reader.request.get(`/api/conversations?q=${encodeURIComponent(`"${secret}" or the`)}&limit=3`);
  await reader.request.get("/api/conversations/DEMO-000000007");
  await reader.request.get("/api/conversations/DEMO-999999999");

  const page = await as(monitor, "/");
  await expect(page.getByRole("heading", { name: "Who saw what" })).toBeVisible();
  await page.goto("/audit");
  await expect(page.getByRole("heading", { name: "The log" })).toBeVisible();
  const table = page.getByRole("table", { name: "The log, newest first" });
  await expect(table.getByRole("row").filter({ hasText: "DEMO-000000007" }).first()).toContainText("opened a conversation");

  await page.getByLabel("Person").selectOption(counsel);
  await page.getByLabel("Outcome").selectOption("refused");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/outcome=refused/);
  await expect(table.getByRole("row").filter({ hasText: "DEMO-999999999" }).first()).toContainText("tried to open a conversation");
  await expect(table.getByRole("row").filter({ hasText: "DEMO-000000007" })).toHaveCount(0);

  await page.goto(`/audit?person=${counsel}&action=conversation:ask`);
  await expect(page.getByText("sealed: readable to the plaintiff side only").first()).toBeVisible();
  await page.goto(`/audit?person=${counsel}&action=conversation:search`);
  await page
    .getByText(/conversations shown/)
    .first()
    .click();
  await expect(page.getByText(/DEMO-\d{9}/).first()).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await page.waitForURL((url) => url.search === "");

  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the whole log" }).click();
  const log = fileIn(readFileSync(await (await coming).path()), "entries.ndjson");
  const entries = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; action: string });
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(log).not.toContain(secret);
  // As many lines as there are entries: the pages of the log, walked to the beginning, name the same ones.
  const ids = entries.map(({ id }) => BigInt(id)).sort((a, b) => (a < b ? -1 : 1));
  expect(await idsUpTo(page, String(ids.at(-1)))).toEqual(ids.map(String));
});

test("a monitor finds no text and no work product on any page", async ({ as }) => {
  const reader = await as(counsel);
  const found = (await (await reader.request.get("/api/conversations?limit=1")).json()) as {
    items: { snippet: { text: string } | null }[];
  };
  const words = found.items[0]?.snippet?.text.slice(0, 40) ?? "";
  expect(words).not.toBe("");
  await reader.request.post("/api/sets", { headers: origin(), data: { name: secret, query: "", limit: 1 } });

  const page = await as(monitor);
  for (const path of [
    "/audit",
    "/console",
    "/console/live",
    "/console/people",
    "/console/flags",
    "/console/reports",
    "/holds",
    "/volumes",
    "/volumes/1",
    "/people",
    "/sets",
    "/codes",
    "/productions",
    "/conversations",
  ]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    const shown = (await page.content()).replaceAll("&quot;", '"');
    expect(shown, path).not.toContain(secret);
    expect(shown, path).not.toContain(words);
    expect(shown, path).not.toContain("Reproduces a work"); // a code of the demonstration's codebooks
  }
});

test("counsel exports a set; a hold stops it for everybody; two people of two sides release it", async ({ as }) => {
  const stamp = Date.now();
  const page = await as(counsel);
  await page.request.post("/api/sets", { headers: origin(), data: { name: `To export ${stamp}`, query: "", limit: 20 } });
  await exportSet(page, `To export ${stamp}`, `PROD-${stamp}`);
  const production = page.getByRole("article", { name: `PROD-${stamp}` });
  await expect(production.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });

  const coming = page.waitForEvent("download");
  await production.getByRole("button", { name: "Download conversations.jsonl" }).click();
  const file = readFileSync(await (await coming).path());
  expect(file.toString("utf8").trimEnd().split("\n")).toHaveLength(20);
  await expect(production.getByText(createHash("sha256").update(file).digest("hex"))).toBeVisible();
  await expect(production.getByText(/match the SHA-256/)).toBeVisible();

  const court = await as(monitor, "/holds");
  await court.getByRole("button", { name: "Place a hold" }).click();
  const authority = `ECF No. ${stamp}`;
  const form = court.getByRole("dialog");
  await expect(form).toContainText("In force at once, for everybody, your own side included.");
  await form.getByLabel("Authority").fill(authority);
  await form.getByLabel("Reason").fill("Pending a motion.");
  await form.getByRole("button", { name: "Place the hold" }).click();
  const hold = court.getByRole("listitem").filter({ hasText: authority });
  await expect(hold.getByText("In force", { exact: true })).toBeVisible();
  await expect(court.getByText("Nothing of this matter may leave")).toBeVisible();

  await production.getByRole("button", { name: "Download manifest.json" }).click();
  await expect(production.getByText("A legal hold stops this")).toBeVisible();
  await expect(production.getByText(authority)).toBeVisible();
  await page.reload();
  await expect(page.getByText("Nothing of this matter may leave")).toBeVisible();
  await exportSet(page, `To export ${stamp}`, `HELD-${stamp}`, false);
  await expect(page.getByRole("dialog").getByText("A legal hold stops this")).toBeVisible();

  await court.goto("/audit?outcome=refused");
  await expect(court.getByRole("row").filter({ hasText: "tried to download a file" }).first()).toContainText("a legal hold was in force");
  await expect(court.getByRole("row").filter({ hasText: "tried to export a set" }).first()).toContainText("a legal hold was in force");

  await court.goto("/holds");
  await hold.getByRole("button", { name: "Ask for release" }).click();
  await court.getByRole("dialog").getByLabel("Reason").fill("The motion was withdrawn.");
  await court.getByRole("dialog").getByRole("button", { name: "Ask for release" }).click();
  await expect(hold.getByText("Your side asked for the release")).toBeVisible();
  await page.goto("/holds");
  const theirs = page.getByRole("listitem").filter({ hasText: authority });
  await theirs.getByRole("button", { name: "Approve the release" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Release the hold" }).click();
  await expect(theirs.getByText("Released", { exact: true })).toBeVisible();
  await expect(page.getByText("Nothing of this matter may leave")).toHaveCount(0);
});

async function exportSet(page: Page, set: string, name: string, waits = true): Promise<void> {
  await page.goto("/sets");
  await page.getByRole("row").filter({ hasText: set }).getByRole("button", { name: "Export" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name of the production").fill(name);
  await form.getByLabel("Reason").fill("Agreed with opposing counsel.");
  await form.getByRole("button", { name: "Export the set" }).click();
  if (waits) await page.waitForURL("**/productions");
}

/** A file of an archive, by its name: what lies behind its head, inflated. */
function fileIn(archive: Buffer, name: string): string {
  const at = archive.indexOf(name);
  const extra = archive.readUInt16LE(at - 2);
  return inflateRawSync(archive.subarray(at + name.length + extra)).toString("utf8");
}

async function idsUpTo(page: Page, last: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = String(BigInt(last) + 1n); after !== null; ) {
    const answer = (await (await page.request.get(`/api/audit?limit=1000&after=${after}`)).json()) as {
      items: { id: string }[];
      next: string | null;
    };
    ids.push(...answer.items.map(({ id }) => id));
    after = answer.next;
  }
  return ids.reverse();
}

function origin(): { origin: string } {
  return { origin: test.info().project.use.baseURL ?? "" };
}

import { mkdirSync, writeFileSync } from "node:fs";
import { accessible } from "./axe";
import { enter, expect, signIn, test } from "./fixtures";
import { newcomer } from "./newcomer";
import { room } from "./room";

const custodian = "custodian@host.example";

test("a custodian’s day: sees what was delivered, and no word of it", async ({ as }) => {
  const page = await as(custodian, "/");
  await expect(page.getByRole("heading", { name: "Volumes" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "VOL001" })).toContainText(/DEMO-000000001 – DEMO-\d{9}/);
  await page.getByRole("link", { name: "VOL001" }).click();
  await expect(page.getByRole("heading", { name: "VOL001" })).toBeVisible();
  await expect(page.getByText("Whole conversations open, from the first turn to the last.")).toBeVisible();
  await page.goto("/volumes/VOL002");
  await expect(page.getByText("One prompt with its output opens at a time", { exact: false })).toBeVisible();
  expect((await page.goto("/volumes/NO-SUCH-VOLUME"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  for (const path of ["/sets", "/codes", "/productions", "/conversations"]) {
    await page.goto(path);
    await expect(page.getByText("This is not yours to open").first()).toBeVisible();
  }
  for (const path of ["/api/conversations", "/api/conversations/DEMO-000000001", "/api/sets", "/api/codes", "/api/productions"])
    expect((await page.request.get(path)).status()).toBe(403);
});

test("the statistics of the record tell nothing small, to whoever reads the volumes", async ({ as }) => {
  const page = await as(custodian, "/volumes");
  await page.getByRole("link", { name: "Statistics" }).click();
  await expect(page.getByRole("heading", { name: "Statistics" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Month and model" })).toBeVisible();
  await accessible(page, "the statistics");
  const { smallestClass, tables } = await (await page.request.get("/api/statistics?by=month,model,language")).json();
  expect(tables).toHaveLength(6);
  for (const { cells } of tables) for (const { conversations } of cells) expect(conversations).toBeGreaterThanOrEqual(smallestClass);
  expect((await page.request.get("/api/statistics?by=person")).status()).toBe(400);
});

test("a custodian loads a file of the intake folder from the app, watches it, and comes back to what became of it", async ({ as }) => {
  mkdirSync(`${room.data}/intake`, { recursive: true });
  // Nothing of it can be stored, so that what other tests search stays as it is.
  writeFileSync(`${room.data}/intake/strange.jsonl`, '{"messages":[{"role":"stranger","content":"x"}]}\n');
  const page = await as(custodian, "/volumes/arriving");
  await page.getByRole("button", { name: "Load a delivery" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("strange.jsonl").check();
  await form.getByLabel("Volume").fill("Strange delivery");
  await form.getByRole("button", { name: "Load it" }).click();
  const intake = page.getByRole("article", { name: "Strange delivery" });
  await expect(intake).toContainText(/Waiting|Running|Failed/);
  await page.goto("/volumes");
  await expect(page.getByRole("heading", { name: "Volumes" })).toBeVisible();
  await page.goto("/volumes/arriving");
  await expect(intake).toContainText("Nothing could be stored", { timeout: 60_000 });
});

test("a custodian asks for a volume to be deleted, the court refuses, and both read on the volume what became of it", async ({ as }) => {
  const page = await as(custodian, "/volumes/VOL002");
  await page.getByRole("button", { name: "Ask for deletion" }).click();
  const asking = page.getByRole("dialog");
  await expect(asking).toContainText("refused while any hold covers anything in the volume");
  await asking.getByLabel("Reason").fill("Stipulated destruction");
  await asking.getByLabel("Authority").fill("ECF 700");
  await asking.getByLabel("once more").fill("Another volume");
  await asking.getByRole("button", { name: "Ask the court" }).click();
  await expect(asking.getByRole("alert")).toContainText("not the name of this volume");
  await asking.getByLabel("once more").fill("VOL002");
  await asking.getByRole("button", { name: "Ask the court" }).click();
  await expect(page.getByText("The court’s monitor approves or refuses it.")).toBeVisible();
  const court = await as("monitor@court.example", "/volumes/VOL002");
  await expect(court.getByText("Stipulated destruction", { exact: true })).toBeVisible();
  await court.getByRole("button", { name: "Approve the deletion" }).click();
  await expect(court.getByRole("dialog")).toContainText("This cannot be undone.");
  await court.keyboard.press("Escape");
  await court.getByRole("button", { name: "Refuse it" }).click();
  await court.getByRole("dialog").getByLabel("Reason").fill("The appeal is pending.");
  await court.getByRole("dialog").getByRole("button", { name: "Refuse" }).click();
  await expect(court.getByText("The appeal is pending.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Refused by")).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask for deletion" })).toBeVisible();
});

test("a suspension ends the other person’s session on their next request, and the log says who and why", async ({ as, page: theirs }) => {
  const person = newcomer("Sam Suspended", "defense", "expert");
  await signIn(theirs, person);
  await theirs.goto("/volumes");
  await expect(theirs.getByRole("heading", { name: "Volumes" })).toBeVisible();

  const page = await as(custodian, "/people");
  await page.getByRole("row").filter({ hasText: person.email }).getByRole("button", { name: "Suspend" }).click();
  const form = page.getByRole("dialog");
  await expect(form).toContainText("their next request is refused");
  await form.getByLabel("Reason").fill("Left the firm.");
  await form.getByRole("button", { name: "Suspend Sam Suspended" }).click();
  await expect(page.getByRole("row").filter({ hasText: person.email })).toContainText("suspended");

  expect((await theirs.request.get("/api/volumes")).status()).toBe(401);
  await theirs.goto("/volumes");
  await expect(theirs).toHaveURL(/\/sign-in$/);
  await theirs.getByLabel("E-mail").fill(person.email);
  await theirs.getByLabel("Password").fill(person.password);
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs.getByRole("alert").filter({ hasText: "do not open a session" })).toBeVisible();

  const court = await as("monitor@court.example", "/audit?action=people:manage");
  await expect(court.getByRole("row").filter({ hasText: "Left the firm." })).toContainText("suspended a person");
});

test("the undertaking shows the order, its hash, and afterwards when and by which name it was signed", async ({ page }) => {
  const person = newcomer("Nora Newcomer", "plaintiff", "expert");
  await enter(page, person);
  await expect(page).toHaveURL(/\/undertaking$/);
  const { hash } = (await (await page.request.get("/api/undertaking")).json()) as { hash: string };
  await expect(page.getByText(hash)).toBeVisible();
  await accessible(page, "the undertaking");
  await page.getByLabel("Your full name").fill("Nora Newcomer");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/conversations");
  await page.goto("/undertaking");
  await expect(page.getByText("Signed by")).toContainText("Nora Newcomer");
  await page.getByRole("link", { name: "Go to the reading room" }).click();
  await page.waitForURL("**/conversations");
});

test("an operator reads nothing but their own entries", async ({ as }) => {
  const page = await as("operator@host.example", "/");
  await expect(page.getByRole("heading", { name: "Your own entries in the log" })).toBeVisible();
  for (const path of ["/volumes", "/people", "/holds"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "This is not yours to open" })).toBeVisible();
  }
});

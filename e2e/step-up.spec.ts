import { account, expect, test } from "./fixtures";
import { letFactorsAge } from "./real-room";
import { room } from "./room";

test("in the demonstration, where there is no factor, what asks for a fresh one asks for the password, and then goes on", async ({
  as,
}) => {
  const page = await as("counsel@plaintiff.example", "/account");
  letFactorsAge(room.data);
  await page.getByLabel("What the token is for").fill("demonstration");
  await page.getByRole("button", { name: "Make a token" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill("not this one");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByRole("alert")).toContainText("does not confirm that it is you");
  await dialog.getByLabel("Password").fill(account("counsel@plaintiff.example").password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Shown this once")).toBeVisible();
});

test("an export and a release ask for a fresh factor; reading does not", async ({ as }, { project }) => {
  const headers = { origin: project.use.baseURL ?? "" };
  const page = await as("counsel@plaintiff.example");
  letFactorsAge(room.data);
  const nowhere = "00000000-0000-4000-8000-000000000000";
  for (const [path, data] of [
    ["/api/productions", { setId: nowhere, name: "STALE", formats: ["jsonl"], reason: "Test." }],
    [`/api/holds/${nowhere}/release-request`, { reason: "Test." }],
    [`/api/holds/${nowhere}/release-approval`, {}],
  ] as const) {
    const response = await page.request.post(path, { headers, data });
    expect(((await response.json()) as { details: unknown }).details, path).toEqual({ rule: "step_up" });
  }
  const download = await page.request.get(`/api/productions/${nowhere}/files/manifest.json`);
  expect(((await download.json()) as { details: unknown }).details).toEqual({ rule: "step_up" });
  expect((await page.request.get("/api/conversations?limit=1")).status()).toBe(200);
  expect((await page.request.get("/api/productions")).status()).toBe(200);
});

import { accessible } from "./axe";
import { enter, expect, test } from "./fixtures";

// Comes last: a new text is signed by everybody again, as the other tests' people do when they sign in.
test("when the text changes everybody is shown what changed since they signed, and nothing opens before they have signed again", async ({
  as,
  page,
}) => {
  test.setTimeout(120_000);
  const reader = await as("counsel@plaintiff.example");
  const host = await as("custodian@host.example", "/order/draft");
  const text = host.getByLabel("Text", { exact: true });
  const amended = (await text.inputValue()).replace("confer within five business days", "confer within ten business days");
  // What is filled in before the page listens may be taken back by it, or stand beside what was there.
  await expect(async () => {
    await text.fill(amended);
    await expect(host.locator("ins", { hasText: "ten" })).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await host.getByLabel("Reason").fill("Order of 24 November 2026, Dkt. 421");
  await host.getByRole("button", { name: "Send the draft to the monitor" }).click();
  const court = await as("monitor@court.example", "/order");
  await court.getByRole("button", { name: "Put in force" }).click();
  const form = court.getByRole("dialog", { name: /^Put version/ });
  await expect(form).toContainText("Nothing opens to anybody, you included, before they have signed it.");
  await form.getByLabel("On what authority").fill("Dkt. 421");
  await form.getByRole("button", { name: "Put it in force" }).click();
  await court.waitForURL("**/undertaking");

  expect((await reader.request.get("/api/conversations?limit=1")).status()).toBe(403);
  await enter(page, "counsel@plaintiff.example");
  await expect(page).toHaveURL(/\/undertaking$/);
  const changed = page.getByRole("region", { name: "What changed since you signed" });
  await expect(changed.locator("del", { hasText: "five" })).toBeVisible();
  await expect(changed.locator("ins", { hasText: "ten" })).toBeVisible();
  await accessible(page, "an order to be signed again");
  await page.getByLabel("Your full name").fill("Paul Okafor");
  await page.getByRole("button", { name: "Sign the undertaking" }).click();
  await page.waitForURL("**/conversations");
  expect((await page.request.get("/api/conversations?limit=1")).status()).toBe(200);
});

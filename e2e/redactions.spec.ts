import { accessible } from "./axe";
import { expect, test } from "./fixtures";

const ID = "DEMO-000000033";

test("what is selected in a turn is masked for both sides by one key, and given back by the host with a reason", async ({ as }) => {
  test.setTimeout(120_000);
  const reader = await as("expert@plaintiff.example", `/conversations/${ID}`);
  const prompt = reader.getByRole("article", { name: "Turn 1, prompt" });
  const said = prompt.locator("[data-said]");
  await expect(said).toBeVisible();
  await reader.keyboard.press("l");
  // Without a selection the words are typed, and only words that stand there are taken.
  const typed = reader.getByRole("dialog", { name: "Mask this for everyone" });
  await expect(typed.getByLabel("What was left, as it stands in turn 1")).toBeFocused();
  await reader.keyboard.type("zyzzyva");
  await reader.keyboard.press("Enter");
  expect(await typed.getByLabel("What was left").evaluate((field: HTMLInputElement) => field.validationMessage)).toContain("do not stand");
  await accessible(reader, "typing what was left");
  await reader.keyboard.press("Escape");
  await expect(typed).toBeHidden();

  // The first word of four letters and more, chosen as a double click does.
  const word = await said.evaluate((box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const found = /[A-Za-z]{4,}/.exec(node.textContent ?? "");
      if (!found) continue;
      getSelection()?.setBaseAndExtent(node, found.index, node, found.index + found[0].length);
      return found[0];
    }
    return "";
  });
  await reader.keyboard.press("l");
  const form = reader.getByRole("dialog", { name: "Mask this for everyone" });
  await expect(form).toContainText(`Turn 1: ${word}`);
  await form.getByLabel("What is it").selectOption("OTHER");
  await accessible(reader, "masking what was left");
  await form.getByRole("button", { name: "Mask it" }).click();
  await expect(form).toBeHidden();
  await expect(said).toContainText("[REDACTED_1]");
  await expect(reader.getByText("Masked for everyone as [REDACTED_1].")).toBeVisible();

  const other = await as("counsel@defense.example", `/conversations/${ID}`);
  await expect(other.getByRole("article", { name: "Turn 1, prompt" }).locator("[data-said]")).toContainText("[REDACTED_1]");

  const host = await as("custodian@host.example", "/redactions");
  const row = host.getByRole("row").filter({ hasText: `${ID} turn 1` });
  await expect(row).toContainText("The de-identification left it.");
  await accessible(host, "redactions");
  // The word stands in other conversations too: named by number, never quoted, and left or masked by whoever delivered it.
  const task = host.getByRole("listitem").filter({ hasText: `${ID} turn 1` });
  await expect(async () => {
    await host.reload();
    await expect(task.getByRole("link", { name: "Decide" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await task.getByRole("link", { name: "Decide" }).click();
  await expect(host.getByRole("heading", { name: "Where the same words stand" })).toBeVisible();
  await accessible(host, "where the same words stand");
  // Nothing is masked or left at no place.
  const [mask, leave] = [host.getByRole("button", { name: /^Mask \d/ }), host.getByRole("button", { name: "Leave them" })];
  const one = host.getByRole("row").getByRole("checkbox").first();
  await host.getByRole("button", { name: "Tick none" }).click();
  await expect(mask).toHaveText("Mask 0 places");
  await expect(mask).toBeDisabled();
  await expect(leave).toBeDisabled();
  await one.check();
  await expect(mask).toHaveText("Mask 1 place");
  await expect(mask).toBeEnabled();
  await expect(leave).toBeEnabled();
  await mask.click();
  await expect(host.getByRole("dialog", { name: "Mask 1 place too" })).toBeVisible();
  await host.keyboard.press("Escape");
  await one.uncheck();
  await expect(mask).toBeDisabled();
  if (process.env.SHOTS)
    for (const scheme of ["light", "dark"] as const) {
      await host.emulateMedia({ colorScheme: scheme });
      await host.setViewportSize({ width: 1280, height: 800 });
      await host.screenshot({ path: `/tmp/leaks-places-${scheme}.png` });
    }
  await host.goto("/redactions");
  await expect(task).toBeVisible();
  if (process.env.SHOTS) await host.screenshot({ path: "/tmp/leaks-tasks.png" });
  await row.getByRole("button", { name: "Lift" }).click();
  const lift = host.getByRole("dialog");
  await lift.getByLabel("Reason").fill("A word, and nobody.");
  await lift.getByRole("button", { name: "Lift it" }).click();
  await expect(lift).toBeHidden();
  await expect(row).toContainText("A word, and nobody.");
  await reader.reload();
  await expect(said).not.toContainText("[REDACTED_1]");
});

test("a conversation is withdrawn by the side that produced it, and says so to whoever opens it", async ({ as }) => {
  const id = "DEMO-000000034";
  const producing = await as("counsel@defense.example", "/redactions");
  await producing.getByRole("button", { name: "Withdraw", exact: false }).click();
  const form = producing.getByRole("dialog", { name: "Withdraw a conversation or a turn" });
  await form.getByLabel("Control number").fill(id);
  await form.getByLabel("Reason").fill("Produced in error.");
  await form.getByRole("button", { name: "Withdraw it" }).click();
  await expect(form).toBeHidden();
  await expect(producing.getByRole("row").filter({ hasText: id })).toContainText("Withdrawn");
  const reader = await as("counsel@plaintiff.example", `/conversations/${id}`);
  await expect(reader.getByText("This conversation was withdrawn by the side that produced it.")).toBeVisible();
  await reader.goto("/redactions");
  const row = reader.getByRole("row").filter({ hasText: id });
  await expect(row).toContainText("Produced in error.");
  await expect(row.getByRole("button", { name: "Lift" })).toHaveCount(0);
  if (process.env.SHOTS)
    for (const scheme of ["light", "dark"] as const) {
      await producing.emulateMedia({ colorScheme: scheme });
      await producing.setViewportSize({ width: 1280, height: 800 });
      await producing.screenshot({ path: `/tmp/leaks-redactions-${scheme}.png` });
      await reader.emulateMedia({ colorScheme: scheme });
      await reader.setViewportSize({ width: 1280, height: 800 });
      await reader.goto(`/conversations/${id}`);
      await expect(reader.getByText("This conversation was withdrawn")).toBeVisible();
      await reader.screenshot({ path: `/tmp/leaks-withdrawn-${scheme}.png` });
    }
});

import { account, expect, test } from "./fixtures";
import { unlock } from "./unlock";

// The pictures of the README, from the demonstration: `npm run screenshots`.
const folder = "docs/screenshots";

test.use({ viewport: { width: 1440, height: 900 } });

for (const theme of ["light", "dark"] as const) {
  test(`counsel reads and codes a conversation (${theme})`, async ({ as }) => {
    const page = await as("counsel@plaintiff.example");
    await page.emulateMedia({ colorScheme: theme });
    // A conversation of the demonstration in which something was masked, so that a placeholder is to be seen beside the hits.
    await page.goto("/conversations/DEMO-000000345?q=quit+AND+letter*&turn=1");
    await expect(page.getByText("exactly")).toBeVisible();
    const turns = page.getByRole("region", { name: "Turns" });
    await expect(turns.locator("mark").first()).toBeVisible();
    await expect(turns.locator(".evidence-placeholder").first()).toBeVisible();
    const pane = page.getByRole("complementary", { name: "Codes and context" });
    await pane.getByRole("button", { name: /^Codes and context/ }).click();
    await expect(pane.getByRole("button", { name: "Relevant", exact: true })).toBeEnabled();
    await unlock(page, account("counsel@plaintiff.example").password);
    if (theme === "light") {
      await page.keyboard.press("2");
      await page.keyboard.press("n");
      await pane.getByRole("textbox", { name: "Note" }).fill("Advice on leaving a job; nothing of a work in it.");
      await page.keyboard.press("Control+Enter");
    }
    await expect(pane.getByText("Advice on leaving a job; nothing of a work in it.")).toBeVisible();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `${folder}/conversation-${theme}.png` });
  });

  test(`the monitor reads the log (${theme})`, async ({ as }) => {
    const page = await as("monitor@court.example");
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/audit");
    await expect(page.getByRole("table", { name: "The log, newest first" })).toBeVisible();
    await page.screenshot({ path: `${folder}/log-${theme}.png` });
  });
}

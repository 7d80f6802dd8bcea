import { expect, test } from "./fixtures";

// The pictures of the README, from the demonstration: `npm run screenshots`.
const folder = "docs/screenshots";

test.use({ viewport: { width: 1440, height: 900 } });

for (const theme of ["light", "dark"] as const) {
  test(`counsel reads and codes a conversation (${theme})`, async ({ as }) => {
    const page = await as("counsel@plaintiff.example");
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/conversations?q=newspaper+AND+article*");
    await expect(page.getByText("exactly")).toBeVisible();
    // The first answer in which something was masked: its dotted chip is to be seen as well.
    const results = page.getByRole("navigation", { name: "Results" }).getByRole("link");
    await results.first().click();
    const turns = page.getByRole("region", { name: "Turns" });
    for (let at = 0; at < 20; at++) {
      await expect(turns.locator("mark").first()).toBeVisible();
      if ((await turns.locator(".evidence-placeholder").count()) > 0) break;
      const before = page.url();
      await page.keyboard.press("j");
      await page.waitForURL((url) => url.href !== before);
    }
    const pane = page.getByRole("complementary", { name: "Codes and context" });
    await pane.getByRole("button", { name: /^Codes and context/ }).click();
    await expect(pane.getByRole("button", { name: "Relevant", exact: true })).toBeEnabled();
    if (theme === "light") {
      await page.keyboard.press("1");
      await page.keyboard.press("t");
      await page.keyboard.press("4");
      await page.keyboard.press("n");
      await pane.getByRole("textbox", { name: "Note" }).fill("Compare with the article as it was printed.");
      await page.keyboard.press("Control+Enter");
    }
    await expect(pane.getByText("Compare with the article as it was printed.")).toBeVisible();
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

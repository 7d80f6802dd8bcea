import { expect, test } from "./fixtures";

// The pictures of the README, from the demonstration: `npm run screenshots`.
const folder = "docs/screenshots";

test.use({ viewport: { width: 1440, height: 900 } });

for (const theme of ["light", "dark"] as const) {
  test(`counsel reads and codes a conversation (${theme})`, async ({ as }) => {
    const page = await as("counsel@plaintiff.example");
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/conversations?q=newspaper+AND+article*");
    await page.getByRole("option").first().click();
    await expect(page.getByText(/^1 Prompt$/)).toBeVisible();
    await page.screenshot({ path: `${folder}/conversation-${theme}.png` });
  });

  test(`the monitor reads the log (${theme})`, async ({ as }) => {
    const page = await as("monitor@court.example");
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/audit");
    await expect(page.getByRole("table").first()).toBeVisible();
    await page.screenshot({ path: `${folder}/log-${theme}.png` });
  });
}

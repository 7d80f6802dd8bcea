import { expect, type Page } from "@playwright/test";

/** Unlocks what is sealed to one's side, from the menu with one's name, as the page stands. In the demonstration the passphrase is the password. */
export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByRole("banner").getByRole("button", { expanded: false }).last().click();
  await page.getByRole("menuitem", { name: "Unlock what is sealed" }).click();
  await typePassphrase(page, passphrase);
}

/** Types the passphrase where it is asked for, and waits for the tab to hold the keys. */
export async function typePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel("Passphrase of your key").fill(passphrase);
  await page.getByLabel("Passphrase of your key").press("Enter");
  await expect(page.getByRole("banner").getByText("unlocked")).toBeVisible();
}

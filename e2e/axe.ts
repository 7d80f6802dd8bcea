import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

/** Holds what stands on the page now to every rule of axe; in the dark to those about colours, which is all that differs there. */
export async function accessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === "dark" ? { runOnly: { type: "rule" as const, values: ["color-contrast", "link-in-text-block"] } } : {};
    // No page here has frames: nothing has to be asked in one and gathered in another.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ ...rules, resultTypes: ["violations"] })
      .analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`)]);
    expect.soft(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

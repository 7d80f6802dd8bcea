import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

/** Holds what stands on the page now to every rule of axe, in light and in dark. */
export async function accessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`)]);
    expect.soft(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

// The browser of the browser tests: one on the machine, or Playwright's own download.
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const places = [
  process.env.PLAYWRIGHT_CHROMIUM_PATH,
  chromium.executablePath(),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The path of the first one that is there; undefined where none is. */
export function findBrowser() {
  return places.find((file) => file && existsSync(file));
}

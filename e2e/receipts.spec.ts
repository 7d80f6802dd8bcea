import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const node = [process.execPath, "--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning", "cli/index.ts"];
const verifiers = [
  [...node, "audit", "verify"],
  ["python3", "cli/verify/verify.py"],
] as const;

/** What both verifiers say of a receipt, from files alone: with no database and no address of the room. */
async function verdicts(file: string, key: string) {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: "production" };
  return Promise.all(
    verifiers.map(async ([program = "", ...args]) => {
      const run = promisify(execFile)(program, [...args, file, "--key", key, "--json"], { env });
      const { stdout, code } = await run.then(
        ({ stdout: said }) => ({ stdout: said, code: 0 }),
        (error: { stdout: string; code: number }) => error,
      );
      return { code, ...(JSON.parse(stdout) as { verdict: string; entry: { action: string; object: string; person: string } | null }) };
    }),
  );
}

async function save(page: Page, button: Locator, name: string): Promise<string> {
  const coming = page.waitForEvent("download");
  await button.click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^entry-\d+\.tlog-proof$/);
  const to = test.info().outputPath(name);
  await file.saveAs(to);
  return to;
}

test("the receipt of a look, from the viewer or one's own log, is proven by both verifiers without this site; changed by one letter it is not", async ({
  as,
}) => {
  const page = await as("expert@plaintiff.example", "/conversations/DEMO-000000041");
  await expect(page.getByRole("article").first()).toBeVisible();
  const fromViewer = await save(page, page.getByRole("button", { name: "Receipt for this look" }), "viewer.tlog-proof");
  await expect(page.getByText("Saved. Keep it: it verifies without this site.")).toBeVisible();
  const { keys } = (await (await page.request.get("/api/audit/key")).json()) as { keys: string[] };
  const key = test.info().outputPath("log.key");
  writeFileSync(key, keys.map((one) => `${one}\n`).join(""));

  const [byNode, byPython] = await verdicts(fromViewer, key);
  expect(byNode).toMatchObject({
    code: 0,
    verdict: "verified",
    entry: { action: "conversation:view", object: "conversation:DEMO-000000041" },
  });
  expect(byPython).toEqual(byNode);

  await page.goto("/audit");
  const row = page.getByRole("row").filter({ hasText: "opened a conversation" }).filter({ hasText: "DEMO-000000041" }).first();
  const fromLog = await save(page, row.getByRole("button", { name: /^Receipt for entry \d+$/ }), "log.tlog-proof");
  expect((await verdicts(fromLog, key)).map(({ code, entry }) => [code, entry?.object])).toEqual([
    [0, "conversation:DEMO-000000041"],
    [0, "conversation:DEMO-000000041"],
  ]);

  const [head = "", leaf = "", ...rest] = readFileSync(fromLog, "utf8").split("\n");
  const said = Buffer.from(leaf.replace(/^extra /, ""), "base64").toString("utf8");
  const other = said.replace("DEMO-000000041", "DEMO-000000042");
  expect(other).not.toBe(said);
  writeFileSync(fromLog, [head, `extra ${Buffer.from(other).toString("base64")}`, ...rest].join("\n"));
  expect((await verdicts(fromLog, key)).map(({ code, verdict }) => [code, verdict])).toEqual([
    [1, "failed"],
    [1, "failed"],
  ]);
});

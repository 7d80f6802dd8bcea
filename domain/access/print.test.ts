import path from "node:path";
import { expect, test } from "vitest";
import { printPermissions } from "./print";

test("docs/permissions.md says what the table says", async () => {
  await expect(printPermissions()).toMatchFileSnapshot(path.resolve(import.meta.dirname, "../../docs/permissions.md"));
});

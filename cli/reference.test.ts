import path from "node:path";
import { expect, test } from "vitest";
import { makeProgram } from "./program";
import { printReference } from "./reference";

test("docs/cli.md is what the commands say of themselves", async () => {
  await expect(printReference(makeProgram())).toMatchFileSnapshot(path.resolve(import.meta.dirname, "../docs/cli.md"));
});

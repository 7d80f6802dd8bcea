import { expect, inject, test } from "vitest";
import { makeRoles } from "./migrate";

test("commands that begin at once do not stand in each other's way, though their roles belong to the whole server", async () => {
  const made = Array.from({ length: 12 }, () => makeRoles(inject("cluster"), inject("passwords")));
  expect(await Promise.all(made)).toHaveLength(12);
});

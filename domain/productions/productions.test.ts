import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { ask, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { askProduction } from "./ask";
import { downloadFile } from "./download";
import { listProductions } from "./list";
import { readProduction } from "./read";
import { AskProduction } from "./schema";

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
});
afterAll(() => world.close());

test("productions are a side's own: not seen, not downloaded, no name taken for the other", async () => {
  const ours = await world.actor("plaintiff counsel");
  const theirs = await world.actor("defense counsel");
  const setId = await frozen(ours, "quagga");
  const asked = AskProduction.parse({ setId, name: "Exhibit A", reason: "Filing" });
  const { id } = await ended(ours, (await askProduction(ours, asked)).id);
  await expect(askProduction(ours, asked)).rejects.toMatchObject({ code: "conflict" });
  await expect(readProduction(theirs, { id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listProductions(theirs, { limit: 200 })).items.map((production) => production.id)).not.toContain(id);
  await expect(downloadFile(theirs, { id, name: "manifest.json" })).rejects.toMatchObject({ code: "not_found" });
  await expect(ask(theirs, setId)).rejects.toMatchObject({ code: "not_found" });
  await expect(askProduction(theirs, { ...asked, setId: await frozen(theirs, "quagga") })).resolves.toHaveProperty("id");
  for (const who of ["plaintiff expert", "monitor", "custodian", "operator"] as const)
    await expect(ask(await world.actor(who), setId)).rejects.toMatchObject({ code: "refused", details: { rule: "role" } });
  const { items } = await readLog(await world.actor("monitor"), { action: ["production:ask"], limit: 1_000 });
  expect(JSON.stringify(items)).not.toMatch(/Exhibit|Filing|quagga|zebra/);
});

test("an empty set and an unknown format are told plainly", async () => {
  const counsel = await world.actor("plaintiff counsel");
  await expect(ask(counsel, await frozen(counsel, "unicorn"))).rejects.toMatchObject({ code: "invalid" });
  const { error } = AskProduction.safeParse({ setId: await frozen(counsel), name: "X", formats: ["rsmf"], reason: "y" });
  expect(error?.issues[0]?.message).toBe("There is one format so far: jsonl.");
});

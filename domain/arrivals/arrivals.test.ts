import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { newWorld, type World } from "@/prisma/testing/world";
import { askIntake } from "./ask";
import { cancelIntake } from "./cancel";
import { filesIn, pathsIn } from "./folder";
import { listArrivals } from "./list";
import { AskIntake } from "./schema";

const { folder } = vi.hoisted(() => ({ folder: { at: "" } }));
vi.mock("@/lib/env", async (original) => ({ ...(await original<typeof import("@/lib/env")>()), intakeFolder: () => folder.at }));

let world: World;
let custodian: Actor;
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  folder.at = mkdtempSync(path.join(tmpdir(), "arrivals-"));
  writeFileSync(path.join(folder.at, "good.jsonl"), '{"prompt":"p","output":"o"}\n');
  writeFileSync(path.join(folder.at, ".hidden"), "x");
  symlinkSync("/etc/hostname", path.join(folder.at, "link.jsonl"));
});
afterAll(async () => {
  rmSync(folder.at, { recursive: true });
  await world.close();
});

test("only files of the intake folder can be named: no path, nothing hidden, no link that leads out of it", async () => {
  expect((await filesIn(folder.at)).map(({ name }) => name)).toEqual(["good.jsonl"]);
  expect(await filesIn(path.join(folder.at, "nowhere"))).toEqual([]);
  for (const name of ["../good.jsonl", "/etc/hostname", ".hidden", "a\\b", "a/b", ""])
    expect(AskIntake.safeParse({ volume: "V", files: [name] }).success).toBe(false);
  for (const name of ["link.jsonl", "missing.jsonl"]) await expect(pathsIn(folder.at, [name])).rejects.toMatchObject({ code: "invalid" });
});

test("who may load asks once for a volume, can stop it, and all of it is in the log; others are refused", async () => {
  const asked = AskIntake.parse({ volume: "Asked for", files: ["good.jsonl"], source: "Chats" });
  const { id } = await askIntake(custodian, asked);
  await expect(askIntake(custodian, asked)).rejects.toMatchObject({ code: "conflict" });
  await expect(askIntake(custodian, { ...asked, volume: "Other", files: ["link.jsonl"] })).rejects.toMatchObject({ code: "invalid" });
  for (const who of ["operator", "monitor", "plaintiff counsel"] as const) {
    const actor = await world.actor(who);
    await expect(askIntake(actor, { ...asked, volume: "Theirs" })).rejects.toMatchObject({ code: "refused" });
    await expect(listArrivals(actor, {})).rejects.toMatchObject({ code: "refused" });
    await expect(cancelIntake(actor, { id })).rejects.toMatchObject({ code: "refused" });
  }
  expect((await listArrivals(custodian, {})).items).toMatchObject([{ id, volume: "Asked for", state: "asked", progress: null }]);
  await cancelIntake(custodian, { id });
  await expect(cancelIntake(custodian, { id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listArrivals(custodian, {})).items).toMatchObject([{ id, state: "cancelled" }]);
  const { rows } = await world.admin.query(
    "SELECT detail->>'step' AS step FROM audit.entry WHERE object = 'volume:Asked for' AND outcome = 'done' ORDER BY id",
  );
  expect(rows.map(({ step }) => step)).toEqual(["asked", "cancelled"]);
});

test("the process that loads may write how far it is, and neither ask nor change what was asked", async () => {
  const may = async (what: string) => (await world.admin.query(`SELECT ${what} AS may`)).rows[0].may;
  expect(await may("has_column_privilege('rr_intake', 'record.arrival', 'progress', 'UPDATE')")).toBe(true);
  for (const column of ["files", "volume", "email", "options", "cancel"])
    expect(await may(`has_column_privilege('rr_intake', 'record.arrival', '${column}', 'UPDATE')`)).toBe(false);
  expect(await may("has_table_privilege('rr_intake', 'record.arrival', 'INSERT')")).toBe(false);
  expect(await may("has_any_column_privilege('rr_app', 'record.arrival', 'SELECT, INSERT, UPDATE')")).toBe(false);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { exportLog } from "@/domain/audit/export";
import { viewConversation } from "@/domain/conversations/view";
import { placeHold } from "@/domain/holds/place";
import { documentOf } from "@/domain/reports/compile";
import { reportFromExport } from "@/domain/reports/exported";
import { ReportKind } from "@/domain/reports/schema";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { ask, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { sequence } from "@/prisma/testing/sequenced";
import { compileNow } from "./compile-now";

let world: Awaited<ReturnType<typeof exportingWorld>>;
let monitor: Actor;
let folder: string;
beforeAll(async () => {
  world = await exportingWorld();
  folder = await mkdtemp(path.join(tmpdir(), "rr-report-"));
  monitor = await world.actor("monitor");
  const counsel = await world.actor("plaintiff counsel");
  const expert = await world.actor("defense expert");
  await searchConversations(expert, SearchConversations.parse({ q: "zebras", limit: 50 }));
  for (const n of [1, 2, 3]) await viewConversation(expert, { id: `T1-00000000${n}` });
  await viewConversation(expert, { id: "T1-999999999" }).catch(() => undefined);
  const made = await ask(counsel, await frozen(counsel));
  await ended(counsel, made.id);
  await placeHold(monitor, { scope: "matter", reason: "=1+1", authority: "ECF 12" });
  await ask(counsel, await frozen(counsel)).catch(() => undefined);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.close();
});

test("every report is the same from an export, without a database, to the byte, and for an export that has grown since as well", async () => {
  const size = await sequence(world.admin, world.matter);
  const day = new Date().toISOString().slice(0, 10);
  const period = { from: day, to: day };
  const here = new Map<string, string>();
  for (const kind of ReportKind.options) here.set(kind, documentOf(await compileNow(monitor, { kind, ...period })).text);

  const { rows } = await world.admin.query("SELECT id::text, slug, caption FROM access.matter");
  // Six reports stand in the log since.
  await sequence(world.admin, world.matter);
  const { head, entries } = await exportLog(monitor, new Date());
  expect(head.size).toBeGreaterThan(size);
  await writeFile(path.join(folder, "entries.ndjson"), entries);
  await writeFile(
    path.join(folder, "log.json"),
    JSON.stringify({ format: "reading-room-log/1", origin: "tests/log", matter: rows[0], size: head.size }),
  );

  for (const kind of ReportKind.options) {
    const there = documentOf(await reportFromExport(folder, { kind, ...period, size })).text;
    expect(there, kind).toBe(here.get(kind));
    expect(JSON.parse(there).counted.entries, kind).toBeGreaterThan(0);
  }
  const exported = JSON.parse(here.get("exports") ?? "").report.productions;
  expect(exported).toMatchObject([{ conversations: 450, state: "ready" }]);
  await expect(reportFromExport(folder, { kind: "roster", ...period, size: head.size + 1 })).rejects.toMatchObject({ code: "invalid" });
  await expect(reportFromExport(tmpdir(), { kind: "roster", ...period })).rejects.toMatchObject({ code: "invalid" });
});

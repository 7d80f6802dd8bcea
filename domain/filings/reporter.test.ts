import { createHash } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { viewConversation } from "@/domain/conversations/view";
import { SetFlags } from "@/domain/flags/schema";
import { listFlags } from "@/domain/oversight/flags";
import { setFlags } from "@/domain/oversight/set-flags";
import { makeKey, openNote, parseVerifierKey, signerOf, signNote, verifierKey } from "@/lib/note";
import { connect } from "@/prisma/connect";
import { sequence } from "@/prisma/testing/sequenced";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { askReport } from "./ask";
import { downloadReport } from "./download";
import { listReports } from "./list";
import { readReport } from "./read";
import { reportRound } from "./reporter";
import { setSchedule } from "./schedule";
import { listSchedules } from "./schedules";
import { parseStatement } from "./statement";

const DAY = 86_400_000;
let world: World;
let reporter: pg.Client;
let monitor: Actor;
const signer = signerOf("tests/log", makeKey());
const sign = async (_log: string, _origin: string, text: string) => signNote(text, signer);
const round = (now = new Date()) => reportRound(reporter, sign, now);
const today = () => new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  world = await newWorld();
  reporter = await connect(world.reporterUrl);
  await world.volume([talk(["one", "two"])]);
  monitor = await world.actor("monitor");
  await viewConversation(await world.actor("plaintiff expert"), { id: "T1-000000001" });
  await sequence(world.admin, world.matter);
});
afterAll(async () => {
  await reporter.end();
  await world.close();
});

test("a report that is asked for is made, signed by the key of the log, and entered in the log with its hash", async () => {
  const { id } = await askReport(monitor, { kind: "access", from: today(), to: today() });
  expect((await readReport(monitor, { id })).document).toBeNull();
  expect(await round()).toMatchObject({ made: 1 });
  const { document, note, made } = await readReport(monitor, { id });
  expect(
    createHash("sha256")
      .update(document ?? "")
      .digest("hex"),
  ).toBe(made?.sha256);
  const { text } = openNote(note ?? "", [parseVerifierKey(verifierKey(signer))]);
  expect(parseStatement(text)).toMatchObject({
    origin: "tests/log",
    kind: "access",
    from: today(),
    to: today(),
    size: made?.size,
    sha256: made?.sha256,
  });
  const { items } = await readLog(monitor, ReadLog.parse({ action: "report:make" }));
  expect(items).toMatchObject([{ id: made?.entry, object: `report:${id}`, detail: { sha256: made?.sha256, cause: "asked" } }]);
  expect((await downloadReport(monitor, { id, name: "report.csv" })).text).toContain("expert@plaintiff.example");
  expect((await downloadReport(monitor, { id, name: "report.md" })).text).toContain("# Access to the record");
  expect(await round()).toMatchObject({ made: 0 });
  await expect(downloadReport(monitor, { id, name: "checkpoint.note" })).rejects.toMatchObject({ code: "not_found" });
});

test("days that are over are looked through once, with the settings of their time, and kept", async () => {
  const expert = await world.actor("defense expert");
  for (let i = 0; i < 12; i++) await viewConversation(expert, { id: "T9-000000001" }).catch(() => undefined);
  await sequence(world.admin, world.matter);
  const next = new Date(Math.floor(Date.now() / DAY) * DAY + DAY + 3_600_000);
  await round(next);
  const { rows } = await world.admin.query("SELECT flag->>'kind' AS kind, flag->>'email' AS email FROM oversight.flag WHERE day = $1", [
    today(),
  ]);
  expect(rows).toEqual([{ kind: "refusals", email: "expert@defense.example" }]);
  const kept = await listFlags(monitor, {});
  expect(kept).toMatchObject({ upTo: today(), items: [{ kind: "refusals", day: today() }] });
  await setFlags(monitor, SetFlags.parse({ refusals: { times: 500, minutes: 1 } }));
  await round(next);
  expect((await listFlags(monitor, {})).items).toEqual(kept.items);
});

test("scheduled reports are made when their days are over, and those of a long silence are made up for, each once", async () => {
  await setSchedule(monitor, { kind: "exports", every: "day" });
  await setSchedule(monitor, { kind: "holds", every: "week" });
  expect(await round()).toMatchObject({ made: 0 });
  const later = new Date(Math.floor(Date.now() / DAY) * DAY + 9 * DAY + 3_600_000);
  const { made } = await round(later);
  expect(await round(later)).toMatchObject({ made: 0 });
  const { items } = await listReports(monitor, { limit: 200 });
  const daily = items.filter(({ kind }) => kind === "exports");
  expect(new Set(daily.map(({ from }) => from)).size).toBe(9);
  expect(daily.every(({ from, to, cause, made: done }) => from === to && cause === "day" && done)).toBe(true);
  const weekly = items.filter(({ kind }) => kind === "holds");
  expect(weekly.length).toBeGreaterThan(0);
  expect(new Date(weekly[0]?.from ?? "").getUTCDay()).toBe(1);
  expect(made).toBe(9 + weekly.length);
  await setSchedule(monitor, { kind: "exports", every: "never" });
  expect(await round(new Date(later.getTime() + 5 * DAY))).toMatchObject({ made: expect.any(Number) });
  expect((await listReports(monitor, { kind: "exports", limit: 200 })).items).toHaveLength(9);
  expect((await listSchedules(monitor)).find(({ kind }) => kind === "exports")?.every).toBe("never");
});

test("a killed reporter leaves nothing half: what it did not keep is made again, the same", async () => {
  const { id } = await askReport(monitor, { kind: "roster", from: today(), to: today() });
  const broken = async () => {
    throw new Error("killed");
  };
  await expect(reportRound(reporter, broken, new Date())).rejects.toThrow("killed");
  expect((await readReport(monitor, { id })).made).toBeNull();
  expect(await round()).toMatchObject({ made: 1 });
});

test("nothing that was reported is changed, not by the owner, and the reporter can do nothing but report", async () => {
  for (const table of ["report", "report_made", "schedule", "flag_day", "flag_settings"])
    for (const change of [
      `UPDATE oversight.${table} SET ${table === "report_made" ? "size = 0" : "matter_id = matter_id"}`,
      `DELETE FROM oversight.${table}`,
      `TRUNCATE oversight.${table} CASCADE`,
    ]) {
      await world.admin.query("BEGIN; SET LOCAL ROLE rr_owner");
      await expect(world.admin.query(`${change}`), change).rejects.toMatchObject({ code: expect.stringMatching(/42501|0A000/) });
      await world.admin.query("ROLLBACK");
    }
  for (const sql of [
    "SELECT * FROM audit.entry",
    "SELECT * FROM access.person",
    "SELECT * FROM oversight.report",
    "SELECT * FROM record.conversation_text",
    "SELECT api.begin('x', true)",
    "SELECT audit.append(NULL, 'x', NULL, 'done', NULL, NULL, NULL, NULL)",
    "SET ROLE rr_owner",
    "SELECT api.ask_report('roster', now()::date, now()::date)",
  ])
    await expect(reporter.query(sql), sql).rejects.toMatchObject({ code: "42501" });
});

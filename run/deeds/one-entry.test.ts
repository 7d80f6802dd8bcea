// Everything that the log has a name for is done once, by somebody who may and by somebody who may not: what stands in the log afterwards is
// what docs/log-events.md says of it, and nothing else.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Action, actions, permissions } from "@/domain/access/permissions";
import { type EventName, events, LogEvent } from "@/domain/audit/events";
import type { By, Deed, Deeds, Stage } from "./deed";
import { leaving } from "./leaving";
import { log } from "./log";
import { order } from "./order";
import { person } from "./person";
import { reading } from "./reading";
import { setStage } from "./stage";

const deeds: Deeds<EventName> = { ...reading, ...leaving, ...order, ...person, ...log };
const names = Object.keys(events) as EventName[];
const isAction = (name: string): name is Action => Object.hasOwn(actions, name);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

type Entry = { action: string; outcome: string; reason: string | null; person_id: string | null; object: string | null; detail: unknown };
async function leftBy(work: () => Promise<unknown>): Promise<{ entries: Entry[]; failed: unknown }> {
  const { rows: before } = await stage.admin.query("SELECT coalesce(max(id), 0) AS id FROM audit.entry");
  const failed = await work().then(
    () => null,
    (error) => error,
  );
  const { rows } = await stage.admin.query(
    "SELECT action, outcome, reason, person_id, object, detail FROM audit.entry WHERE id > $1 ORDER BY id",
    [before[0].id],
  );
  return { entries: rows, failed };
}

test.each(names)("%s, done once, leaves the entries that are told of it, each of its type, in the name of who did it", async (name) => {
  const { by, ready, leaves = [name] }: Deed = deeds[name];
  const { work, as } = await ready(stage);
  const actor = as ?? (await stage.as(by));
  const { entries, failed } = await leftBy(() => work(actor));
  expect(failed).toBeNull();
  expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(leaves.map((left) => `${left} done`));
  for (const entry of entries) {
    expect(LogEvent.safeParse(entry).error).toBeUndefined();
    // What the process that loads writes has nobody's name; the custodian's stands before and after it.
    if (by !== "host" && entry.action !== "volume:supersede")
      expect([entry.action, entry.person_id]).toEqual([entry.action, expect.stringMatching(`^${actor.person}$`)]);
  }
});

const somebody = ["expert", "counsel", "monitor", "custodian", "host"] as const;
const roleOf = (by: By) => (by === "host" ? "operator" : by === "colleague" ? "counsel" : by);
// The search for a report's words is asked for by nobody: it follows the report, which is refused itself.
const refusable = names
  .filter(isAction)
  .filter((name) => name !== "redaction:search" && somebody.some((by) => !permissions[roleOf(by)].includes(name)));

test.each(refusable)("%s, tried by somebody whose role has it not, is not done and leaves one refusal", async (name) => {
  const who = somebody.find((by) => !permissions[roleOf(by)].includes(name)) ?? expect.fail();
  const { work } = await deeds[name].ready(stage);
  const actor = await stage.as(who);
  const { entries, failed } = await leftBy(() => work(actor));
  expect(failed).toMatchObject({ code: "refused", details: { rule: "role" } });
  expect(entries.map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual([[name, "refused", "role"]]);
  expect(entries[0]?.person_id).toBe(actor.person);
});

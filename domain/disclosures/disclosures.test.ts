import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { addPerson } from "@/domain/people/add-person";
import { readRoster } from "@/domain/people/roster";
import { AddPerson } from "@/domain/people/schema";
import { findActor, openSession } from "@/domain/people/session";
import { signUndertaking } from "@/domain/people/sign";
import { readUndertaking } from "@/domain/people/undertaking";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { clearExpert } from "./clear";
import { discloseExpert } from "./disclose";
import { downloadCv } from "./download-cv";
import { listDisclosures } from "./list";
import { readMyClearance } from "./my-clearance";
import { objectToExpert } from "./object";
import { ruleOnObjection } from "./rule";
import { DiscloseExpert } from "./schema";
import { waiveObjection } from "./waive";
import { withdrawExpert } from "./withdraw";

let world: World;
let counsel: Actor;
let other: Actor;
let court: Actor;
let custodian: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote it?", "Nobody knows."])]);
  [counsel, other, court, custodian] = [
    await world.actor("plaintiff counsel"),
    await world.actor("defense counsel"),
    await world.actor("monitor"),
    await world.actor("custodian"),
  ];
});
afterAll(() => world.close());

const cv = Buffer.from("Ada Quill. Twenty years of counting words.").toString("base64");
let people = 0;
function candidate(more: Partial<DiscloseExpert> = {}): DiscloseExpert {
  const n = ++people;
  return DiscloseExpert.parse({
    email: `ada${n}@quill.example`,
    name: `Ada Quill ${n}`,
    employer: "Quill Analytics",
    relationships: "None with any party.",
    tier: 2,
    cvName: "quill.txt",
    cv,
    ...more,
  });
}
const disclosed = async (more: Partial<DiscloseExpert> = {}) => {
  const who = candidate(more);
  return { ...(await discloseExpert(counsel, who)), email: who.email };
};
const stateOf = async (id: string) => (await listDisclosures(court)).items.find((one) => one.id === id);
/** Time goes by: the last day to object moves into the past, as only a superuser can move it. */
const letPass = (id: string) =>
  world.admin.query(
    `SET session_replication_role = replica; UPDATE access.disclosure SET object_until = '2026-01-05' WHERE id = '${id}'; RESET session_replication_role`,
  );
const admit = (email: string, more = {}) =>
  addPerson(custodian, AddPerson.parse({ email, name: "Ada Quill", side: "plaintiff", role: "expert", tier: 2, ...more }));
async function signedIn(email: string): Promise<Actor> {
  const actor = await findActor((await openSession(email)) ?? "");
  if (!actor) throw new Error(`no session for ${email}`);
  if (!actor.signed) await signUndertaking(actor, { hash: (await readUndertaking(actor)).hash, name: actor.name });
  return (await findActor(actor.secret)) ?? actor;
}
const settle = (settings: object) =>
  world.admin.query(
    `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
     SELECT matter_id, version + 1, title, body, settings || $1, clock_timestamp() FROM access.protective_order ORDER BY version DESC LIMIT 1`,
    [JSON.stringify(settings)],
  );

test("an expert who was admitted signs, waits, and reads from the request on with which somebody has confirmed the clearance", async () => {
  const { id, email } = await disclosed();
  expect(await admit(email)).toMatchObject({ pending: true });
  const expert = await signedIn(email);
  expect(expert).toMatchObject({ signed: true, pending: true });
  await expect(viewConversation(expert, { id: "T1-000000001" })).rejects.toMatchObject({ code: "refused", details: { rule: "pending" } });
  expect(await readMyClearance(expert)).toMatchObject({ state: "open" });
  await expect(clearExpert(custodian, { id, reason: "It is time." })).rejects.toMatchObject({ details: { rule: "running" } });
  await letPass(id);
  expect(await stateOf(id)).toMatchObject({ state: "open", ended: true, admission: "waits" });
  // The period alone does nothing.
  await expect(viewConversation(expert, { id: "T1-000000001" })).rejects.toMatchObject({ details: { rule: "pending" } });
  await clearExpert(custodian, { id, reason: "The period ended; nobody objected." });
  expect((await viewConversation((await findActor(expert.secret)) ?? expert, { id: "T1-000000001" })).items).toHaveLength(2);
  expect(await stateOf(id)).toMatchObject({ state: "cleared", admission: "reading", cleared: { by: "Chidi Banerjee" } });
  const { items } = await readLog(court, { object: `expert:${email}`, limit: 9 });
  expect(items.map(({ action, outcome }) => [action, outcome])).toEqual([
    ["disclosure:clear", "done"],
    ["disclosure:make", "done"],
  ]);
  expect(items[0]?.detail).toMatchObject({ on: "period", email, side: "plaintiff" });
});

test("an objection keeps an expert waiting, however long, until the court has ruled and somebody confirms", async () => {
  const { id, email } = await disclosed();
  await letPass(id);
  await objectToExpert(other, { id, reason: "Works for a competitor." });
  expect(await stateOf(id)).toMatchObject({
    state: "objected",
    objection: { reason: "Works for a competitor.", late: true, by: "Daniel Reyes" },
  });
  for (const who of [custodian, court])
    await expect(clearExpert(who, { id, reason: "Long enough." })).rejects.toMatchObject({ details: { rule: "wrong_state" } });
  await ruleOnObjection(court, { id, ruling: "overruled", text: "Dkt. 300: the objection is overruled." });
  await admit(email);
  expect(await stateOf(id)).toMatchObject({ state: "overruled", admission: "waits" });
  await clearExpert(court, { id, reason: "Dkt. 300" });
  expect((await signedIn(email)).pending).toBe(false);

  const refused = await disclosed();
  await objectToExpert(other, { id: refused.id, reason: "Was the defendant's employee." });
  await ruleOnObjection(court, { id: refused.id, ruling: "sustained", text: "Dkt. 301" });
  await expect(clearExpert(custodian, { id: refused.id, reason: "Anyway." })).rejects.toMatchObject({ details: { rule: "wrong_state" } });
  expect(await admit(refused.email)).toMatchObject({ pending: true });
  // After a ruling the side may disclose the same person anew, with other facts.
  await expect(discloseExpert(counsel, candidate({ email: refused.email }))).resolves.toHaveProperty("id");
});

test("the other side's word clears the way before the period ends, and who was cleared before is admitted as one who reads", async () => {
  const { id, email } = await disclosed();
  await waiveObjection(other, { id });
  await clearExpert(custodian, { id, reason: "Letter of Mr Reyes." });
  expect(await admit(email)).toMatchObject({ pending: false });
  expect(await stateOf(id)).toMatchObject({ admission: "reading" });
  // Clearance is up to the tier that was disclosed.
  const low = await disclosed({ tier: 1 });
  await waiveObjection(other, { id: low.id });
  await clearExpert(custodian, { id: low.id, reason: "Letter." });
  expect(await admit(low.email)).toMatchObject({ pending: true });
});

test("each step is for the side whose it is, and for one that may take it, whatever door they try", async () => {
  const { id } = await disclosed();
  await expect(objectToExpert(counsel, { id, reason: "My own expert." })).rejects.toMatchObject({
    code: "refused",
    details: { rule: "wrong_side" },
  });
  await expect(waiveObjection(counsel, { id })).rejects.toMatchObject({ details: { rule: "wrong_side" } });
  await expect(withdrawExpert(other, { id, reason: "Theirs, not mine." })).rejects.toMatchObject({ details: { rule: "wrong_side" } });
  await expect(ruleOnObjection(court, { id, ruling: "overruled", text: "Nobody objected." })).rejects.toMatchObject({
    details: { rule: "wrong_state" },
  });
  await expect(clearExpert(counsel, { id, reason: "I say so." })).rejects.toMatchObject({ details: { rule: "role" } });
  await expect(discloseExpert(court, candidate())).rejects.toMatchObject({ details: { rule: "role" } });
  await expect(listDisclosures(await world.actor("defense expert"))).rejects.toMatchObject({ details: { rule: "role" } });
  const app = await connect(world.appUrl);
  for (const [who, statement] of [
    [counsel, `SELECT api.move_disclosure('${id}', 'clear', NULL)`],
    [custodian, `SELECT api.move_disclosure('${id}', 'overruled', 'x')`],
    [court, `SELECT api.move_disclosure('${id}', 'object', 'x')`],
    [custodian, `SELECT api.disclose_expert('{}', 'x')`],
  ] as const) {
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [who.secret]);
    await expect(app.query(statement), statement).rejects.toThrow("not permitted");
    await app.query("ROLLBACK");
  }
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [counsel.secret]);
  await expect(app.query(`SELECT api.move_disclosure('${id}', 'make', NULL)`)).rejects.toThrow("no such step");
  await app.query("ROLLBACK");
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [other.secret]);
  await app.query(`SELECT api.move_disclosure('${id}', 'object', 'quietly')`);
  await expect(app.query("COMMIT")).rejects.toThrow("a change without its audit entry");
  for (const statement of [
    "SELECT * FROM access.disclosure_cv",
    "UPDATE access.disclosure SET tier = 9",
    "UPDATE access.membership SET cleared_at = now()",
  ])
    await expect(app.query(statement), statement).rejects.toMatchObject({ code: "42501" });
  expect((await app.query("SELECT * FROM access.disclosure")).rows).toEqual([]);
  await app.end();
  await withdrawExpert(counsel, { id, reason: "Another expert instead." });
  await expect(objectToExpert(other, { id, reason: "Too late." })).rejects.toMatchObject({ details: { rule: "wrong_state" } });
});

test("a curriculum vitae is kept by the byte and hashed, is a PDF or text, and goes to counsel and the court alone, with an entry", async () => {
  const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.from([0, 255, 254, 13])]);
  const { id } = await disclosed({ cv: pdf.toString("base64"), cvName: "../cv?.pdf" });
  for (const who of [counsel, other, court]) expect(Buffer.from((await downloadCv(who, { id })).bytes).equals(pdf)).toBe(true);
  for (const who of [custodian, await world.actor("plaintiff expert")])
    await expect(downloadCv(who, { id })).rejects.toMatchObject({ details: { rule: "role" } });
  expect((await readLog(court, { action: ["disclosure:cv"], outcome: "done", limit: 9 })).items).toHaveLength(3);
  for (const bad of [Buffer.from([0xff, 0xfe, 0x00, 0x01]), Buffer.from("  \n"), Buffer.from("nul \0")])
    await expect(discloseExpert(counsel, candidate({ cv: bad.toString("base64") }))).rejects.toMatchObject({ code: "invalid" });
  await expect(discloseExpert(counsel, candidate({ cv: Buffer.alloc(5_242_881, 97).toString("base64") }))).rejects.toMatchObject({
    code: "too_large",
  });
  await expect(discloseExpert(counsel, candidate({ tier: 3 }))).rejects.toMatchObject({ details: { rule: "tiers" } });
});

test("no side takes more seats than the order gives, by admission, by clearance, or two at once; who waits takes none", async () => {
  const taken = (await readRoster(court)).items.filter(
    ({ side, role, clearedAt }) => side === "plaintiff" && role === "expert" && clearedAt,
  ).length;
  await settle({ seats: { plaintiff: { expert: taken + 1, counsel: 1 }, defense: {} } });
  const [one, two] = [await disclosed(), await disclosed()];
  for (const { id, email } of [one, two]) {
    await waiveObjection(other, { id });
    await admit(email);
  }
  const outcomes = await Promise.allSettled([one, two].map(({ id }) => clearExpert(custodian, { id, reason: "Letter." })));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const left = outcomes[0]?.status === "fulfilled" ? two : one;
  await expect(clearExpert(custodian, { id: left.id, reason: "Letter." })).rejects.toMatchObject({ details: { rule: "seats" } });
  await expect(admit("second@plaintiff.example", { role: "counsel" })).rejects.toMatchObject({
    code: "conflict",
    details: { rule: "seats" },
  });
  await expect(world.admin.query("UPDATE access.membership SET cleared_at = clock_timestamp() WHERE cleared_at IS NULL")).rejects.toThrow(
    "no seat is left",
  );
  await settle({ seats: {}, expertDisclosure: false });
  expect(await admit("undisclosed@plaintiff.example")).toMatchObject({ pending: false });
});

test("the first look at a tier is noted once, with its entry, and begins the bar that the order sets", async () => {
  const reader = await world.actor("defense expert");
  await viewConversation(reader, { id: "T1-000000001" });
  await viewConversation(reader, { id: "T1-000000001" });
  const { items } = await readLog(court, { action: ["access:first"], person: "expert@defense.example", limit: 9 });
  expect(items).toMatchObject([{ object: "tier:2", detail: { tier: 2, name: "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY", bar: true } }]);
  const person = async () => (await readRoster(court)).items.find(({ email }) => email === "expert@defense.example");
  expect(await person()).toMatchObject({ firstAccess: [{ tier: 2 }], prosecutionBar: { until: null } });
  await settle({ actionEndedOn: "2027-02-28", prosecutionBarMonths: 24 });
  court = await world.actor("monitor");
  expect((await person())?.prosecutionBar).toEqual({ since: (await person())?.firstAccess[0]?.at, until: "2029-02-28" });
  await expect(world.admin.query("DELETE FROM access.first_access")).rejects.toThrow("stays the first");
});

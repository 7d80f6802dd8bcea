import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { challengeDesignation } from "./challenge";
import { dropChallenge } from "./drop";
import { listDesignations } from "./list";
import { listChallenges } from "./list-challenges";
import { ruleOnChallenge } from "./rule";
import { ChallengeDesignation, SetDesignation } from "./schema";
import { setDesignation } from "./set";
import { upholdDesignation } from "./uphold";
import { withdrawDesignation } from "./withdraw";

let world: World;
let producing: Actor;
let receiving: Actor;
let court: Actor;
let custodian: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume(Array.from({ length: 8 }, (_, n) => talk([`Question ${n}`, `Answer ${n}`, "More?", "No."])));
  [producing, receiving, court, custodian] = [
    await world.actor("defense counsel"),
    await world.actor("plaintiff counsel"),
    await world.actor("monitor"),
    await world.actor("custodian"),
  ];
});
afterAll(() => world.close());

const id = (n: number) => `T1-00000000${n}`;
const set = (who: Actor, conversation: string, tier: number, turn = 0) =>
  setDesignation(who, SetDesignation.parse({ conversation, turn, tier, reason: "As agreed." }));
const challenge = (conversation: string, turn = 0, who = receiving) =>
  challengeDesignation(
    who,
    ChallengeDesignation.parse({
      conversation,
      turn,
      tier: 1,
      grounds: "Nothing in it is sensitive.",
      conferred: "By telephone on 3 November.",
    }),
  );
const tierOf = async (conversation: string) => (await viewConversation(producing, { id: conversation })).conversation.tier;
const found = async (one: string) => (await listChallenges(court)).items.find((item) => item.id === one);
const letPass = (one: string) =>
  world.admin.query(
    `SET session_replication_role = replica; UPDATE record.challenge SET answer_by = '2026-01-05', move_by = '2026-01-12' WHERE id = '${one}'; RESET session_replication_role`,
  );

test("what is delivered undesignated is of the highest tier; the producing side and its host lower and raise it, whole or by the turn", async () => {
  expect(await tierOf(id(1))).toBe(2);
  await set(producing, id(1), 1);
  expect(await tierOf(id(1))).toBe(1);
  await set(custodian, id(1), 2, 2);
  expect((await viewConversation(receiving, { id: id(1) })).items.map(({ tier }) => tier)).toEqual([undefined, 2, undefined, undefined]);
  expect((await listDesignations(court)).items).toMatchObject([
    { conversation: id(1), turn: 2, was: { rank: 1 }, tier: { rank: 2 }, set: { by: "Chidi Banerjee", side: "host" } },
    { conversation: id(1), turn: 0, was: { rank: 2 }, tier: { rank: 1 } },
  ]);
  for (const [tier, turn, rule] of [
    [1, 0, "same"],
    [3, 0, "tiers"],
  ] as const)
    await expect(set(producing, id(1), tier, turn)).rejects.toMatchObject({ details: { rule } });
  await expect(set(producing, id(2), 1, 1)).rejects.toMatchObject({ details: { rule: "below" } });
  await expect(set(producing, id(1), 2, 9)).rejects.toMatchObject({ code: "not_found" });
});

test("a reader below a turn's tier has its place and not its words, and has seen only the tiers that were shown", async () => {
  await world.admin.query("UPDATE access.membership SET tier = 1 WHERE role = 'expert' AND side = 'plaintiff'");
  const expert = await world.actor("plaintiff expert");
  const { items } = await viewConversation(expert, { id: id(1) });
  expect(items[1]).toMatchObject({ text: "", withheld: expect.stringContaining("EYES ONLY") });
  const firsts = (await readLog(court, { action: ["access:first"], person: "expert@plaintiff.example", limit: 9 })).items;
  expect(firsts.map(({ object }) => object)).toEqual(["tier:1"]);
  expect((await listDesignations(expert)).items.every(({ conversation }) => conversation === id(1))).toBe(true);
});

test("a challenge leaves the designation standing until the producing side gives way, the court rules, or somebody confirms a waiver", async () => {
  const made = [await challenge(id(3)), await challenge(id(4)), await challenge(id(5)), await challenge(id(6))];
  const [given, ruled, waived, dropped] = made.map((one) => one.id) as [string, string, string, string];
  for (const n of [3, 4, 5, 6]) expect(await tierOf(id(n))).toBe(2);
  await withdrawDesignation(producing, { id: given, reason: "We agree." });
  expect(await tierOf(id(3))).toBe(1);

  await upholdDesignation(producing, { id: ruled, reason: "Motion of 5 November, Dkt. 400." });
  await letPass(ruled);
  // Who stood by it has not waived, however late it is.
  await expect(ruleOnChallenge(court, { id: ruled, ruling: "waived", reason: "Late." })).rejects.toMatchObject({
    details: { rule: "answered" },
  });
  await ruleOnChallenge(court, { id: ruled, ruling: "kept", reason: "Dkt. 410" });
  expect([await tierOf(id(4)), (await found(ruled))?.ended?.outcome]).toEqual([2, "kept"]);

  await expect(ruleOnChallenge(court, { id: waived, ruling: "waived", reason: "No motion." })).rejects.toMatchObject({
    details: { rule: "running" },
  });
  await letPass(waived);
  expect(await found(waived)).toMatchObject({ answerBy: { over: true }, moveBy: { over: true }, ended: null });
  expect(await tierOf(id(5))).toBe(2);
  await ruleOnChallenge(court, { id: waived, ruling: "waived", reason: "No motion was made." });
  expect(await tierOf(id(5))).toBe(1);

  await dropChallenge(receiving, { id: dropped, reason: "Settled." });
  await expect(dropChallenge(receiving, { id: dropped, reason: "Again." })).rejects.toMatchObject({ details: { rule: "ended" } });
  expect(await tierOf(id(6))).toBe(2);
  const log = await readLog(court, { action: ["designation:rule"], outcome: "done", limit: 9 });
  expect(log.items.map(({ object, detail }) => [object, detail.ruling, detail.now])).toEqual([
    [`conversation:${id(5)}`, "waived", 1],
    [`conversation:${id(4)}`, "kept", 2],
  ]);
});

test("each step is for the side whose it is, whatever door they try, and leaves an entry", async () => {
  await expect(set(receiving, id(7), 1)).rejects.toMatchObject({ code: "refused", details: { rule: "wrong_side" } });
  await expect(challenge(id(7), 0, producing)).rejects.toMatchObject({ details: { rule: "wrong_side" } });
  await expect(set(court, id(7), 1)).rejects.toMatchObject({ details: { rule: "role" } });
  await expect(challenge(id(1))).rejects.toMatchObject({ details: { rule: "below" } });
  const { id: open } = await challenge(id(7));
  await expect(challenge(id(7))).rejects.toMatchObject({ details: { rule: "challenged" } });
  await expect(set(producing, id(7), 1)).rejects.toMatchObject({ details: { rule: "challenged" } });
  await expect(withdrawDesignation(receiving, { id: open, reason: "For them." })).rejects.toMatchObject({
    details: { rule: "wrong_side" },
  });
  await expect(upholdDesignation(receiving, { id: open, reason: "For them." })).rejects.toMatchObject({ details: { rule: "wrong_side" } });
  await expect(dropChallenge(producing, { id: open, reason: "For them." })).rejects.toMatchObject({ details: { rule: "wrong_side" } });
  await expect(ruleOnChallenge(custodian, { id: open, ruling: "kept", reason: "I say so." })).rejects.toMatchObject({
    details: { rule: "role" },
  });
  const app = await connect(world.appUrl);
  for (const [who, statement, why] of [
    [court, `SELECT api.designate('${id(7)}', 0, 1, 'x')`, "not permitted"],
    [custodian, `SELECT api.challenge_designation('${id(7)}', 0, 1, 'x', 'y')`, "not permitted"],
    [producing, `SELECT api.move_challenge('${open}', 'lowered', 'x')`, "not permitted"],
    [court, `SELECT api.move_challenge('${open}', 'set', 'x')`, "no such step"],
  ] as const) {
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [who.secret]);
    await expect(app.query(statement), statement).rejects.toThrow(why);
    await app.query("ROLLBACK");
  }
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [producing.secret]);
  await app.query(`SELECT api.move_challenge('${open}', 'withdraw', 'quietly')`);
  await expect(app.query("COMMIT")).rejects.toThrow("a designation without its audit entry");
  for (const table of ["record.challenge", "record.designation"])
    await expect(app.query(`SELECT * FROM ${table}`)).rejects.toMatchObject({ code: "42501" });
  await app.end();
});

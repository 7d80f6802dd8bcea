import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { decidePlaces } from "./decide";
import { liftRedaction } from "./lift";
import { listRedactions } from "./list";
import { readRedaction } from "./read";
import { reportLeak } from "./report";
import { searchElsewhere } from "./search-elsewhere";

let world: World;
let expert: Actor;
let producing: Actor;
let custodian: Actor;
const long = Array.from({ length: 140 }, (_, n) => (n === 129 ? "and then MARISOL,\n quintero came" : `turn ${n}`));

beforeAll(async () => {
  world = await newWorld();
  [expert, producing, custodian] = [
    await world.actor("plaintiff expert"),
    await world.actor("defense counsel"),
    await world.actor("custodian"),
  ];
  await world.volume([
    talk(["I am Marisol Quintero.", "Hello Marisol Quintero, hello Marisol Quintero!"]),
    talk(["\u{1f600} Señora MARISOL—QUINTERO wrote.", "Who?"]),
    talk(["Marisol met Quintero.", "Quintero Marisol; Marisol Quinteros"]),
    talk(long),
  ]);
  await world.volume([talk(["Secretly Marisol Quintero.", "Yes."])], { tier: 3 });
});
afterAll(() => world.close());

const all = { limit: 50, waiting: true };
async function report(id: string, words: string) {
  const text = (await viewConversation(expert, { id })).items[0]?.text ?? "";
  const start = text.indexOf(words);
  const leak = {
    conversationId: id,
    turn: 1,
    start,
    end: start + words.length,
    quote: words,
    type: "PERSON",
    reason: "Left by the tool.",
  } as const;
  const made = await reportLeak(expert, leak);
  await searchElsewhere(expert, made.id);
  return made.id;
}

test("the same words are looked for in every conversation, however they are written, and wait for the producing side by number alone", async () => {
  const id = await report("T1-000000001", "Marisol Quintero");
  const waiting = await listRedactions(custodian, all);
  expect(waiting.items).toMatchObject([{ id, search: { state: "done", found: 5, open: 5 } }]);
  const { places } = await readRedaction(custodian, { id });
  expect(places.map(({ conversation, turn }) => [conversation, turn])).toEqual([
    ["T1-000000001", 2],
    ["T1-000000001", 2],
    ["T1-000000002", 1],
    ["T1-000000004", 130],
    ["T2-000000001", 1],
  ]);
  // Counsel is told of what their tier reaches, the other side of none.
  expect((await readRedaction(producing, { id })).places).toHaveLength(4);
  await expect(readRedaction(expert, { id })).rejects.toMatchObject({ details: { rule: "role" } });
  const theirs = await readRedaction(await world.actor("plaintiff counsel"), { id });
  expect([theirs.places, theirs.search]).toEqual([[], null]);
  const [entry] = (await readLog(await world.actor("monitor"), { action: ["redaction:search"], limit: 1 })).items;
  expect(entry).toMatchObject({ object: "conversation:T1-000000001#1", detail: { redaction: id, found: 5, state: "done" } });
});

test("places are masked or left by the producing side or the host, each named in the log, and come back with their report", async () => {
  const [{ id = "" } = {}] = (await listRedactions(custodian, all)).items;
  const places = (await readRedaction(custodian, { id })).places.map((place) => place.id);
  await expect(decidePlaces(await world.actor("plaintiff counsel"), { id, masked: true, places })).rejects.toMatchObject({
    details: { rule: "wrong_side" },
  });
  expect(await decidePlaces(producing, { id, masked: true, places: places.slice(0, 3) })).toEqual({ id, decided: 3, open: 1 });
  await expect(decidePlaces(producing, { id, masked: true, places: places.slice(0, 1) })).rejects.toMatchObject({
    details: { rule: "nothing" },
  });
  expect(await decidePlaces(custodian, { id, masked: false, places: places.slice(3, 4) })).toMatchObject({ decided: 1, open: 1 });
  expect(await decidePlaces(custodian, { id, masked: true, places })).toMatchObject({ decided: 1, open: 0 });
  const turns = async (name: string, turn: number) =>
    (await viewConversation(expert, { id: name, turns: `${turn}-${turn}` })).items[0]?.text;
  expect(await turns("T1-000000001", 2)).toBe("Hello [PERSON_1], hello [PERSON_1]!");
  expect(await turns("T1-000000002", 1)).toBe("\u{1f600} Señora [PERSON_1] wrote.");
  expect(await turns("T1-000000003", 1)).toBe("Marisol met Quintero.");
  expect(await turns("T1-000000004", 130)).toBe(long[129]);
  const log = await readLog(await world.actor("monitor"), { action: ["redaction:decide"], outcome: "done", limit: 9 });
  expect(log.items.map(({ detail }) => [detail.masked, detail.places])).toEqual([
    [true, ["T2-000000001#1"]],
    [false, ["T1-000000004#130"]],
    [true, ["T1-000000001#2", "T1-000000001#2", "T1-000000002#1"]],
  ]);
  expect((await listRedactions(custodian, all)).items).toEqual([]);
  expect(await liftRedaction(custodian, { id, reason: "She is a public figure.", everywhere: true })).toEqual({ id, lifted: 5 });
  expect(await turns("T1-000000001", 2)).toBe("Hello Marisol Quintero, hello Marisol Quintero!");
});

test("a search that broke off is carried on by whoever lists what waits, and finds no place twice", async () => {
  const id = await report("T1-000000003", "Marisol");
  await world.admin.query(
    "UPDATE record.leak_search SET state = 'running', over = NULL, part = -1, next_docno = NULL, ended_at = NULL, beat_at = now() - interval '1 hour' WHERE redaction_id = $1",
    [id],
  );
  const before = (await world.admin.query("SELECT count(*) FROM record.leak_place WHERE redaction_id = $1", [id])).rows[0].count;
  expect(Number(before)).toBeGreaterThan(3);
  expect((await listRedactions(custodian, all)).items[0]?.search).toMatchObject({ state: "running", stalled: true });
  await searchElsewhere(custodian, id);
  const after = (await world.admin.query("SELECT count(*) FROM record.leak_place WHERE redaction_id = $1", [id])).rows[0].count;
  expect([after, (await listRedactions(custodian, all)).items[0]?.search?.state]).toEqual([before, "done"]);
});

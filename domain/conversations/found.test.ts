import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { hitsIn, leavesByTurn } from "@/domain/query/hits";
import { leavesOf } from "@/domain/query/question";
import { parse } from "@/domain/search/parse";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { viewConversation } from "./view";

// Regular expressions are marked where a conversation is read: in what the look opened, as it is shown, and in nothing else.

const said = [
  "fraud: invoice AB-1234 and ab-9999, 𝔞𝔟 AB-0001.",
  "An answer with AB-5678 and card 4111 1111 1111 1111.",
  "Nothing of it.",
  "AB-7777 is above some.",
  "fraud again, xx.",
];
const many = "x ".repeat(10_001);

let world: World;
let actor: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([
    talk(said, { startedAt: "2023-01-01T00:00:00Z" }),
    talk([`ab ${"ab ".repeat(60_000)}`, many], { startedAt: "2023-01-02T00:00:00Z" }),
  ]);
  actor = await world.actor("plaintiff expert");
  await world.admin.query("SET session_replication_role = replica");
  await world.admin.query(
    `INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label) SELECT min(docno), 2, $1, 19, 'CARD', 1, 1, 'test', '[CARD_1]' FROM record.conversation`,
    [said[1]?.indexOf("4111")],
  );
  await world.admin.query("INSERT INTO record.turn_tier (docno, turn, tier) SELECT min(docno), 4, 3 FROM record.conversation");
  await world.admin.query("SET session_replication_role = origin");
});
afterAll(() => world.close());

const id = "T1-000000001";
const entries = async () => Number((await world.admin.query("SELECT count(*) AS n FROM audit.entry")).rows[0].n);
async function marked(q: string, turns = "1-5") {
  const { items, unmarked } = await viewConversation(actor, { id, q, turns });
  expect(unmarked).toBeUndefined();
  const byTurn = leavesByTurn(items, leavesOf(parse(q)));
  return items.flatMap(({ turn, text, found }) =>
    hitsIn(text, byTurn.get(turn) ?? [], found).map(({ start, end }) => `${turn} ${text.slice(start, end)}`),
  );
}

test.each<[string, string[]]>([
  ['fraud AND "##ab-[0-9]{4}"', ["1 fraud", "1 AB-1234", "1 ab-9999", "1 AB-0001", "2 AB-5678", "5 fraud"]],
  ['fraud AND "##.b-[0-9]"', ["1 fraud", "1 AB-1", "1 ab-9", "1 AB-0", "2 AB-5", "5 fraud"]],
  ['turn:(fraud AND "##AB-")', ["1 fraud", "1 AB-", "1 ab-", "1 AB-"]],
  ['turn:(fraud AND NOT "##AB-")', ["5 fraud"]],
  ['fraud AND output:("##ab-[0-9]+")', ["1 fraud", "2 AB-5678", "5 fraud"]],
  ['prompt:(fraud AND "##AB") then output:("##5678")', ["1 fraud", "1 AB", "1 ab", "1 AB", "2 5678"]],
  ['turn:(fraud AND "##x*")', ["1 fraud", "5 fraud", "5 xx"]],
  ['fraud AND "##[0-9]{4} [0-9]{4}"', ["1 fraud", "5 fraud"]],
  ['fraud AND "##card_[0-9]"', ["1 fraud", "2 CARD_1", "5 fraud"]],
  ['fraud AND "##^an answer.*card"', ["1 fraud", "2 An answer with AB-5678 and card [CARD", "5 fraud"]],
  ['fraud AND "##7777|𝔟"', ["1 fraud", "1 𝔟", "5 fraud"]],
])("%s", async (q, expected) => expect(await marked(q)).toEqual(expected));

test("what a look has not opened is not told, and to mark is no look of its own", async () => {
  const before = await entries();
  expect(await marked('fraud AND "##AB-[0-9]{4}"', "2-3")).toEqual(["2 AB-5678"]);
  expect(await entries()).toBe(before + 1);
  const { items } = await viewConversation(actor, { id, turns: "1-5" });
  expect(items.filter(({ found }) => found)).toEqual([]);
});

test("a query that cannot be carried out is refused before anything is opened", async () => {
  const before = await entries();
  await expect(viewConversation(actor, { id, q: 'fraud AND "##("' })).rejects.toMatchObject({ code: "invalid" });
  expect(await entries()).toBe(before);
});

test.each([
  ["takes long", 'fraud AND "##ab|a.*c"', "1-1"],
  ["is found at too many places", 'fraud AND "##x"', "2-2"],
])("a regular expression that %s leaves the page, which says so", { timeout: 30_000 }, async (_, q, turns) => {
  const window = await viewConversation(actor, { id: "T1-000000002", q, turns });
  expect(window).toMatchObject({ unmarked: true, items: [{ role: expect.anything() }] });
  expect(window.items[0]).not.toHaveProperty("found");
  expect(await viewConversation(actor, { id: "T1-000000002", q: 'fraud AND "##ab c"', turns })).not.toHaveProperty("unmarked");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { readVolume } from "@/domain/volumes/read";
import { connect } from "@/prisma/connect";
import { makeVolume } from "@/prisma/seed/volume";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { SearchVolume } from "./schema";
import { searchVolume } from "./search-volume";

let world: World;
let custodian: Actor;
let expert: Actor;
const asks = "\u{1f600} My name is Xelia Vornak, card 4111 1111 1111 1111, write to xelia@example.com. NAME_1 agrees.";
const answers = "Thank you, xelia. I wrote to xelia@example.com and to other@example.org about the card.";

beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  expert = await world.actor("plaintiff expert");
  await makeVolume(world.intakeUrl, { matter: world.matter, name: "Leaky", controlPrefix: "LEAK" }, [
    talk([asks, answers]),
    talk(["Nothing here, xelia@example.com aside.", "Right."]),
  ]);
});
afterAll(() => world.close());

const textsOf = async (id: string) => (await viewConversation(expert, { id })).items.map(({ text }) => text);

test("a volume is searched once, and what is of the first tier is covered for everyone, in the database", async () => {
  expect(await textsOf("LEAK-000000001")).toEqual([asks, answers]);
  const counts = await searchVolume(custodian, SearchVolume.parse({ volume: "Leaky" }), { intakeUrl: world.intakeUrl });
  expect(await textsOf("LEAK-000000001")).toEqual([
    "\u{1f600} My name is Xelia Vornak, card [CARD_1], write to [EMAIL_1]. NAME_1 agrees.",
    "Thank you, xelia. I wrote to [EMAIL_1] and to [EMAIL_2] about the card.",
  ]);
  expect((await textsOf("LEAK-000000002"))[0]).toBe("Nothing here, [EMAIL_1] aside.");
  expect(counts).toMatchObject({ conversations: 2, turns: 4, withPlaceholders: 1, withCovered: 2, withCued: 1 });
  expect(counts.covered).toEqual({ CREDIT_CARD: 1, EMAIL_ADDRESS: 4 });
  expect(counts.placeholders).toEqual({ "lmsys:PERSON": 1 });
  await expect(searchVolume(custodian, SearchVolume.parse({ volume: "Leaky" }), { intakeUrl: world.intakeUrl })).rejects.toThrow(
    "was searched",
  );
});

test("the stored text is as it was delivered, and spans are stretches of it in code points", async () => {
  const { rows } = await world.admin.query(
    `SELECT s.type, s.tier, s.label, substr(t.turns->(s.turn - 1)->>'text', s.first + 1, s.length) AS said
     FROM record.span s JOIN record.conversation_text t USING (docno) JOIN record.conversation c USING (docno) ORDER BY docno, turn, first`,
  );
  expect(rows.map(({ type, tier, label, said }) => [type, tier, label, said])).toEqual([
    ["PERSON", 2, "[PERSON_1]", "Xelia Vornak"],
    ["CREDIT_CARD", 1, "[CARD_1]", "4111 1111 1111 1111"],
    ["EMAIL_ADDRESS", 1, "[EMAIL_1]", "xelia@example.com"],
    ["PLACEHOLDER", 0, "NAME_1", "NAME_1"],
    ["PERSON", 2, "[PERSON_1]", "xelia"],
    ["EMAIL_ADDRESS", 1, "[EMAIL_1]", "xelia@example.com"],
    ["EMAIL_ADDRESS", 1, "[EMAIL_2]", "other@example.org"],
    ["EMAIL_ADDRESS", 1, "[EMAIL_1]", "xelia@example.com"],
  ]);
  const { rows: turns } = await world.admin.query(
    "SELECT t.turns->0->>'text' AS said FROM record.conversation_text t ORDER BY docno LIMIT 1",
  );
  expect(turns[0].said).toBe(asks);
});

test("the report of it belongs to the volume, and a search is on record before a turn is read", async () => {
  expect((await readVolume(expert, { id: "Leaky" })).deidReport).toMatchObject({
    detector: "rules 3",
    state: "done",
    conversations: 2,
    covered: { EMAIL_ADDRESS: 4 },
  });
  const { rows } = await world.admin.query(
    "SELECT detail->>'step' AS step FROM audit.entry WHERE object = 'volume:Leaky' ORDER BY id LIMIT 2",
  );
  expect(rows.map(({ step }) => step)).toEqual(["search for personal data", "searched for personal data"]);
});

test("the account that loads reads no turn and adds no span of a volume that nobody searches", async () => {
  await makeVolume(world.intakeUrl, { matter: world.matter, name: "Shut", controlPrefix: "SHUT" }, [
    talk(["My card is 4111 1111 1111 1111."]),
  ]);
  const loader = await connect(world.intakeUrl);
  const { rows } = await world.admin.query("SELECT id, first_docno AS first FROM record.volume WHERE name = 'Shut'");
  const [{ id, first }] = rows;
  expect((await loader.query("SELECT * FROM api.turns_to_search($1::smallint, $2, 10)", [id, first - 1])).rows).toEqual([]);
  await expect(loader.query("SELECT * FROM api.begin_spans($1::smallint, 'rules 3', '{}', false)", [id])).rejects.toThrow("not on record");
  const leaky = await world.admin.query("SELECT min(docno) AS docno FROM record.span");
  const insert = (table: string) => `INSERT INTO record.${table} VALUES (${leaky.rows[0].docno}, 1, 0, 3, 'PERSON', 1, 1, 'x', '[X]')`;
  await expect(loader.query(insert("found_span"))).rejects.toThrow("no search");
  await expect(loader.query(insert("span"))).rejects.toThrow("permission denied");
  await expect(loader.query("SELECT * FROM record.span")).rejects.toThrow("permission denied");
  await loader.end();
});

test("what is quoted of a turn is covered as the turn is, and never cut open", async () => {
  const { rows } = await world.admin.query(
    `SELECT q.* FROM (SELECT min(docno) AS docno FROM record.span) s JOIN record.conversation_text t USING (docno)
     CROSS JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(first, length, label)) AS spans FROM record.covers_of(1::smallint, s.docno, 1, 1)) c
     CROSS JOIN LATERAL record.quoted_within(c.spans, t.turns->0->>'text', $1, $2, 2) q`,
    [35, 30],
  );
  expect(rows).toEqual([
    {
      fragment: "[CARD_1], write to [EMAIL_1]",
      before: "\u{1f600} My name is Xelia Vornak, card ",
      after: ". NAME_1 agrees.",
      cut_before: true,
      cut_after: true,
    },
  ]);
});

test("a row of a search quotes what is covered as it is covered", async () => {
  const page = await searchConversations(expert, SearchConversations.parse({ q: "agrees" }));
  expect(page.items.map(({ snippet }) => snippet?.text ?? snippet)).toEqual([
    "\u{1f600} My name is Xelia Vornak, card [CARD_1], write to [EMAIL_1]. NAME_1 agrees.",
  ]);
});

// Where the order coarsens metadata, a month is what a reviewer is shown of when something was said. Two records as their makers deliver them go in by the
// one way there is; every way out is gone, and what comes out is looked through for their moments, however they may be written.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { runIntake } from "@/domain/intake/run-intake";
import { RunIntake } from "@/domain/intake/schema";
import { listRedactions } from "@/domain/redactions/list";
import { makeRedaction } from "@/domain/redactions/make";
import { ListRedactions, MakeRedaction } from "@/domain/redactions/schema";
import { countConversations } from "@/domain/search/count";
import { placeOf } from "@/domain/search/place";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { listSetConversations } from "@/domain/sets/conversations";
import { readSet } from "@/domain/sets/read";
import { listVolumes } from "@/domain/volumes/list";
import { readVolume } from "@/domain/volumes/read";
import { readStatistics } from "@/domain/volumes/statistics";
import { ReadStatistics } from "@/domain/volumes/statistics-schema";
import { connected } from "@/prisma/connect";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { amendSettings } from "@/prisma/testing/settings";
import { talk } from "@/prisma/testing/world";
import { printConversation } from "./print";
import { viewConversation } from "./view";
import { viewSource } from "./view-source";

const began = 1_686_823_217.123; // 2023-06-15T10:00:17.123Z
const minute = 60;
const hour = 3_600;
const day = 86_400;
// As one maker writes its identifiers: the first eight digits are the second in which it was made.
const made = `${Math.floor(began).toString(16)}-1b9c-8003-9d5c-0123456789ab`;

const message = (id: string, parent: string, role: string, said: string, after: number) => ({
  id,
  parent,
  children: [],
  message: {
    ...{ id, author: { role }, create_time: began + after, update_time: null },
    content: { content_type: "text", parts: [said] },
    metadata: { model_slug: "gpt-4", timestamp_: "absolute", finished: new Date((began + after) * 1000).toUTCString() },
  },
});
const chatgpt = {
  ...{ title: "Quaggas", create_time: began, update_time: began + 40 * day, conversation_id: made, id: made, current_node: "n4" },
  seen: { "2023-06-17": 3, on: "17 June 2023" },
  mapping: {
    n1: message("n1", "none", "user", "Where does the quagga live?", 0),
    n2: message("n2", "n1", "assistant", "Nowhere, it died out.", 1.1 * minute),
    n2b: message("n2b", "n1", "assistant", "In South Africa.", 0.5 * minute),
    n3: message("n3", "n2", "user", "Since when?", 3 * hour + 12.7 * minute),
    n4: message("n4", "n3", "assistant", "Since 1883.", 2 * day + 3 * hour + 59 * minute),
  },
};
const writer = { country: "France", hashed_ip: "ab12", toxic: false };
const wildchat = {
  ...{ conversation_hash: "f00d".repeat(8), model: "gpt-4", timestamp: "2023-06-15T10:42:59", turn: 2, language: "English" },
  conversation: [
    { role: "user", content: "Draw me a quagga.", turn_identifier: 11, timestamp: null, ...writer },
    { role: "assistant", content: "I cannot draw.", turn_identifier: 11, timestamp: "2023-06-15T10:00:17+00:00" },
    { role: "user", content: "Then describe one.", turn_identifier: 12, timestamp: null, ...writer },
    { role: "assistant", content: "Stripes in front, none behind.", turn_identifier: 12, timestamp: "2023-06-15T10:42:59" },
  ],
};

/** Whatever tells more of a moment of these records than its month, as ISO, in seconds or milliseconds, in words, or as the head of an identifier. */
const momentsIn = (answer: unknown) =>
  (typeof answer === "string" ? answer : JSON.stringify(answer)).match(
    /2023-\d\d-\d\d|(?<![\w.])1[67]\d{8}(\d{3})?(?!\w)|\d\d? Ju[nl]\w* 2023|648ae\w{3}-/g,
  ) ?? [];

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
  const custodian = await world.actor("custodian");
  for (const [format, record, disclosure] of [
    ["chatgpt", chatgpt, "complete"],
    ["wildchat", wildchat, "complete"],
    ["chatgpt", { ...chatgpt, title: "Again" }, "pair"],
  ] as const) {
    const prefix = `${format}${disclosure}`.toUpperCase();
    const file = path.join(world.folder, `${prefix}.jsonl`);
    writeFileSync(file, `${JSON.stringify(record)}\n`.repeat(2));
    const asked = RunIntake.parse({ volume: prefix, files: [file], format, disclosure, prefix });
    await runIntake(custodian, asked, { intakeUrl: world.intakeUrl });
  }
}, 60_000);
afterAll(() => world.close());

const [tree, rows, paired] = ["CHATGPTCOMPLETE", "WILDCHATCOMPLETE", "CHATGPTPAIR"].map((prefix) => `${prefix}-000000001`) as [
  string,
  string,
  string,
];
const coarsen = (metadataMinimum: number) => amendSettings(world, { metadataMinimum });
const reason = "Exhibit 4";
const q = "volume:(CHATGPTCOMPLETE OR WILDCHATCOMPLETE) AND quagga";

/** The ways that show what was said, or what came along with it. */
async function texts(counsel: Actor): Promise<[string, unknown][]> {
  const found: [string, unknown][] = [];
  for (const id of [tree, rows]) {
    found.push([`view of ${id}`, await viewConversation(counsel, { id })]);
    found.push([`window of ${id}`, await viewConversation(counsel, { id, turns: "2-4" })]);
    found.push([`sheet of ${id}`, await printConversation(counsel, { id, from: 2, to: 4, reason })]);
    found.push([`beside ${id}`, await viewSource(counsel, { id })]);
  }
  found.push(["pair", await viewConversation(counsel, { id: paired, turns: "2-3" })]);
  found.push(["all of a pair volume", await viewConversation(counsel, { id: paired, purpose: "The whole answer." })]);
  found.push(["beside a pair", await viewSource(counsel, { id: paired, purpose: "The whole answer." })]);
  const { id } = await ended(counsel, (await ask(counsel, await frozen(counsel, q))).id);
  found.push(["export", (await download(counsel, id, "conversations.jsonl")).toString()]);
  return found;
}

/** All other ways that tell of these conversations. */
async function lists(counsel: Actor): Promise<[string, unknown][]> {
  const found: [string, unknown][] = [];
  for (const sort of ["date", "-date", "length", "hits", "relevance"] as const)
    found.push([`results by ${sort}`, await searchConversations(counsel, SearchConversations.parse({ q, sort }))]);
  found.push(["facets", await countConversations(counsel, { q })]);
  found.push(["place", await placeOf(counsel, { q, sort: "date", id: tree })]);
  const set = await frozen(counsel, q);
  found.push(["set", await readSet(counsel, { id: set })]);
  found.push(["rows of a set", await listSetConversations(counsel, { id: set, limit: 50 })]);
  const { id } = await ended(counsel, (await ask(counsel, set)).id);
  found.push(["manifest", (await download(counsel, id, "manifest.json")).toString()]);
  found.push(["volumes", await listVolumes(counsel, {})]);
  found.push(["a volume", await readVolume(counsel, { id: "CHATGPTCOMPLETE" })]);
  found.push(["statistics", await readStatistics(counsel, ReadStatistics.parse({ by: "month,model,language" }))]);
  found.push(["what is masked", await listRedactions(counsel, ListRedactions.parse({}))]);
  return found;
}

const elapsed = (items: readonly { readonly elapsed?: number | undefined }[]) => items.map((item) => item.elapsed);

test("an order whose smallest class is one conversation shows moments as they were delivered", async () => {
  const counsel = await world.actor("plaintiff counsel");
  for (const [name, answer] of await texts(counsel)) expect(momentsIn(answer), name).not.toEqual([]);
  const { items } = await viewConversation(counsel, { id: rows });
  expect(items.map(({ at }) => at)).toEqual([undefined, "2023-06-15T10:00:17.000Z", undefined, "2023-06-15T10:42:59.000Z"]);
  expect(elapsed(items)).toEqual([undefined, undefined, undefined, undefined]);
  const { metadata, sourceId } = await viewSource(counsel, { id: tree });
  expect([metadata?.create_time, sourceId]).toEqual([began, made]);
});

test("files that were written while moments were shown leave no more once the order coarsens", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const { id } = await ended(counsel, (await ask(counsel, await frozen(counsel, q))).id);
  expect(momentsIn((await download(counsel, id, "conversations.jsonl")).toString())).not.toEqual([]);
  await coarsen(5);
  await expect(download(counsel, id, "conversations.jsonl")).rejects.toMatchObject({ code: "refused", details: { rule: "redacted" } });
});

test("no way that a reviewer may go tells more of a moment than its month while the order coarsens", async () => {
  await coarsen(5);
  const leak = { conversationId: tree, turn: 2, start: 0, end: 7, quote: "Nowhere", reason: "Left by the tool." };
  expect(momentsIn(await makeRedaction(await world.actor("plaintiff expert"), MakeRedaction.parse(leak)))).toEqual([]);
  for (const who of ["plaintiff counsel", "defense counsel"] as const) {
    const counsel = await world.actor(who);
    for (const [name, answer] of [...(await texts(counsel)), ...(await lists(counsel))]) expect(momentsIn(answer), name).toEqual([]);
  }
});

test("what had passed since the first stated moment is told in whole minutes, and in whole hours from a day on", async () => {
  await coarsen(2);
  const counsel = await world.actor("plaintiff counsel");
  expect(elapsed((await viewConversation(counsel, { id: tree })).items)).toEqual([0, 1, 192, 51 * 60]);
  expect(elapsed((await viewConversation(counsel, { id: rows })).items)).toEqual([undefined, 0, undefined, 42]);
  expect(elapsed((await printConversation(counsel, { id: tree, from: 3, to: 4, reason })).items)).toEqual([192, 51 * 60]);
  const { branches, metadata, sourceId } = await viewSource(counsel, { id: tree });
  expect(branches.map(({ turns }) => elapsed(turns))).toEqual([[0]]);
  // What is no moment, and was delivered twice, is as it was.
  const hidden = "[moment not shown]";
  expect([sourceId, metadata]).toMatchObject([
    hidden,
    {
      ...{ title: "Quaggas", current_node: "n4", create_time: hidden, update_time: hidden, conversation_id: hidden },
      seen: { [`${hidden} 1`]: 3, on: hidden },
      perTurn: {
        1: { create_time: hidden, update_time: null, metadata: { model_slug: "gpt-4", timestamp_: "absolute", finished: hidden } },
      },
    },
  ]);
  const beside = await viewSource(counsel, { id: rows });
  expect(beside.metadata).toMatchObject({
    timestamp: hidden,
    turn: 2,
    perTurn: { 1: { ...writer, hashed_ip: "[small class not shown]", turn_identifier: 11 } },
  });
  await coarsen(5);
});

test("the web process is given no moment by the database, and asks for none on its own", async () => {
  const { secret } = await world.actor("plaintiff expert");
  await connected(world.appUrl, async (app) => {
    const { rows: opened } = await app.query("SELECT api.open_view($1, $2, 1, 4, NULL, NULL) AS look", [secret, rows]);
    const { rows: said } = await app.query("SELECT * FROM api.read_view($1, $2)", [secret, opened[0].look.ticket]);
    expect(said).toHaveLength(4);
    expect(momentsIn(said)).toEqual([]);
    for (const sql of [
      "SELECT * FROM record.turns_for(2::smallint, 2::smallint, false, 0, 1, 9)",
      "SELECT record.shown_beside(2::smallint, false, 0)",
      "SELECT record.first_moment(0)",
      "SELECT started_at FROM record.conversation",
    ])
      await expect(app.query(sql), sql).rejects.toThrow("permission denied");
  });
});

test("every window of a long conversation counts from the same moment, and a turn without one, or withheld, says nothing", async () => {
  const start = Date.UTC(2023, 0, 31, 23, 50, 7);
  const stated = new Map([
    [3, 0],
    [70, 3 * hour + 12.7 * minute],
    [71, 4 * hour],
    [129, 2 * day + 3 * hour + 59 * minute],
    [130, -1.5 * minute],
  ]);
  const lines = Array.from({ length: 130 }, (_, i) => {
    const after = stated.get(i + 1);
    const at = after === undefined ? {} : { at: new Date(start + after * 1000).toISOString() };
    return { role: i % 2 ? ("output" as const) : ("prompt" as const), text: `okapi ${i + 1}`, ...at };
  });
  // The record has a moment of its own, which is nobody's turn.
  await world.volume([talk([], { turns: lines, startedAt: "2023-01-01T00:00:00Z" })], { controlPrefix: "LONG" });
  const expert = await world.actor("plaintiff expert");
  const id = "LONG-000000001";
  const told = async (turns: string) =>
    (await viewConversation(expert, { id, turns })).items.flatMap((item) =>
      item.elapsed === undefined ? [] : [[item.turn, item.elapsed]],
    );
  const all = [
    [3, 0],
    [70, 192],
    [71, 240],
    [129, 51 * 60],
    [130, -1],
  ];
  expect(await told("1-200")).toEqual(all);
  expect(await told("60-70")).toEqual([[70, 192]]);
  expect(await told("129-130")).toEqual(all.slice(3));
  await world.admin.query("BEGIN");
  await world.admin.query("SELECT audit.append(NULL::access.actor, 'designation:set', NULL, 'done', NULL, NULL, NULL, NULL)");
  for (const turn of [3, 70])
    await world.admin.query("SELECT record.designate(record.find_docno($1, $2), $3, 3::smallint)", [world.matter, id, turn]);
  await world.admin.query("COMMIT");
  expect(await told("1-200")).toEqual(all.slice(2));
  expect(momentsIn((await viewConversation(expert, { id, turns: "1-200" })).items)).toEqual([]);
});

test("where the first turns state no moment, what had passed is counted from the beginning of the conversation", async () => {
  const lines = Array.from({ length: 100 }, (_, i) => ({
    role: "prompt" as const,
    text: `okapi ${i}`,
    ...(i === 99 && { at: "2023-06-15T10:05:59Z" }),
  }));
  await world.volume([talk([], { turns: lines, startedAt: "2023-06-15T10:00:17Z" }), talk([], { turns: lines, startedAt: null })], {
    controlPrefix: "LATE",
  });
  const expert = await world.actor("plaintiff expert");
  const last = async (id: string) => elapsed((await viewConversation(expert, { id, turns: "99-100" })).items);
  expect(await last("LATE-000000001")).toEqual([undefined, 5]);
  expect(await last("LATE-000000002")).toEqual([undefined, undefined]);
});

test("beside the turns a moment is known by how it looks or is called, however deep it lies, and what is none stays as delivered", async () => {
  const shown = async (value: unknown) =>
    (await world.admin.query("SELECT record.without_moments($1::jsonb) AS shown", [JSON.stringify(value)])).rows[0].shown;
  const moments = [
    ...[1_686_823_217, 1_686_823_217.5, 1_686_823_217_123, "1686823217", "1686823217.123", "1686823217123456", "1686823217123456789"],
    ...["2023-06-15", "2023-06-15 10:00:17", "2023-06-15T12:00:17+02:00", "2023/6/15, 10:00", "15.06.2023", "6/15/2023 10:00 AM"],
    ...["15 June 2023", "Thu, 15 Jun 2023 10:00:17 GMT", "June 15th, 2023", "Thu Jun 15 10:00:17 2023", "Jun 15, 2023, 10:00 AM"],
    ...[made, "01890f3c-7b1e-7cc0-98c4-dc0c0c07398f", "01H2ZZQ4Y5S8C3E4D6F7G8H9JK", "648ae131c0ffee0123456789"],
  ];
  expect(await shown(moments)).toEqual(moments.map(() => "[moment not shown]"));
  const named = { create_time: 986_823_217, "updated-at": "15 VI 2023", createdAt: "Juni 15 2023", ts: 20_230_615, date: "2023-W24-4" };
  expect(Object.values(await shown(named))).toEqual(Object.keys(named).map(() => "[moment not shown]"));
  const others = {
    ...{ words: 1_883, score: 0.123, price: 12_345_678, id: "a51a9c1e-6f2b-4f0e-9d5c-0123456789ab", hash: "f00d".repeat(16), none: null },
    ...{
      title: "Minutes of 2023-06-15, as agreed",
      response_time: 3.2,
      timestamp_: "absolute",
      state: "on",
      day: "Thursday",
      phone: "+1 212 555 0100",
    },
    ...{ version: "1.2.3", arabic: "١٦٨٦٨٢٣٢١٧", blank: "\u00a01686823217", sizes: [640, 480], yes: true, empty: {}, nothing: [] },
  };
  expect(await shown(others)).toEqual(others);
  const nested = (inmost: unknown) => JSON.parse(`${'{"a":['.repeat(100)}${JSON.stringify(inmost)}${"]}".repeat(100)}`);
  expect(await shown(nested(moments[0]))).toEqual(nested("[moment not shown]"));
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { viewSource } from "@/domain/conversations/view-source";
import { SearchVolume } from "@/domain/masking/schema";
import { searchVolume } from "@/domain/masking/search-volume";
import { readVolume } from "@/domain/volumes/read";
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
let monitor: Actor;
const secret = "Marisol Quintero";
const branches = [{ after: 1, turns: [{ role: "output" as const, text: `Dear MARISOL quintero, or ring +1 415 555 2671.` }] }];
const metadata = {
  title: `Letter for ${secret}`,
  create_time: 1_687_000_000.25,
  "marisol@example.com": { "Marisol Quintero": true, card: 4_111_111_111_111_111, tags: ["x", "mail marisol@example.com now"] },
};
beforeAll(async () => {
  world = await newWorld();
  [expert, producing] = [await world.actor("plaintiff expert"), await world.actor("defense counsel")];
  monitor = await world.actor("monitor");
  await world.volume([
    talk([`I am ${secret}.`, "Hello."], { sourceId: "c-1", branches, metadata }),
    talk(["Nothing.", "No."], { metadata: { title: "marisol-quintero again" } }),
  ]);
});
afterAll(() => world.close());

const id = (volume: number, n: number) => `T${volume}-${String(n).padStart(9, "0")}`;
const read = async (conversation: string) => (await viewConversation(expert, { id: conversation })).items.map(({ text }) => text);
const beside = async (conversation: string) => {
  const { metadata, branches, sourceId } = await viewSource(expert, { id: conversation });
  return { metadata, branches: branches.flatMap(({ turns }) => turns.map(({ text }) => text)), sourceId };
};
async function report(conversation: string, words: string) {
  const text = (await read(conversation))[0] ?? "";
  const start = text.indexOf(words);
  const made = await reportLeak(expert, {
    ...{ conversationId: conversation, turn: 1, start, end: start + words.length, quote: words },
    ...{ type: "PERSON" as const, reason: "Left by the tool." },
  });
  await searchElsewhere(expert, made.id);
  return made.id;
}

test("what is reported in a turn is covered beside the turns too: values, names of values, other branches", async () => {
  await report(id(1, 1), secret);
  expect(await beside(id(1, 1))).toEqual({
    metadata: {
      title: "Letter for [PERSON_1]",
      create_time: 1_687_000_000.25,
      "marisol@example.com": { "[PERSON_1]": true, card: 4_111_111_111_111_111, tags: ["x", "mail marisol@example.com now"] },
    },
    branches: ["Dear [PERSON_1], or ring +1 415 555 2671."],
    sourceId: "c-1",
  });
});

test("beside the turns of other conversations the words wait for a decision, as in a turn", async () => {
  const [waiting] = (await listRedactions(producing, { limit: 9, waiting: true })).items;
  const { places } = await readRedaction(producing, { id: waiting?.id ?? "" });
  expect(places).toMatchObject([{ conversation: id(1, 2), turn: -1 }]);
  expect((await beside(id(1, 2))).metadata).toEqual({ title: "marisol-quintero again" });
  await decidePlaces(producing, { id: waiting?.id ?? "", masked: true, places: places.map((place) => place.id) });
  expect((await beside(id(1, 2))).metadata).toEqual({ title: "[PERSON_1] again" });
});

test("the detector searches what came along, and what is sure is covered there, a number as a whole", async () => {
  const counts = await searchVolume(await world.actor("custodian"), SearchVolume.parse({ volume: "Volume 1" }), {
    intakeUrl: world.intakeUrl,
  });
  expect(counts.turns).toBe(4);
  expect(await beside(id(1, 1))).toEqual({
    metadata: {
      title: "Letter for [PERSON_1]",
      create_time: 1_687_000_000.25,
      "[EMAIL_1]": { "[PERSON_1]": true, card: "[CARD_1]", tags: ["x", "mail [EMAIL_1] now"] },
    },
    branches: ["Dear [PERSON_1], or ring [PHONE_1]."],
    sourceId: "c-1",
  });
});

test("a volume that is sealed later is looked through for what was reported, and is covered before anybody sees it", async () => {
  await world.volume([talk([`Is ${secret} there?`, "Who?"], { metadata: { title: secret } }), talk(["Nobody.", "No."])]);
  expect(await read(id(2, 1))).toEqual(["Is [PERSON_1] there?", "Who?"]);
  expect((await beside(id(2, 1))).metadata).toEqual({ title: "[PERSON_1]" });
  expect((await readVolume(monitor, { id: "Volume 2" })).intakeReport?.reports).toEqual({ reports: 1, found: 2, covered: 2, gone: 0 });
  const [entry] = (await readLog(monitor, { action: ["redaction:search"], limit: 1 })).items;
  expect(entry).toMatchObject({
    object: `conversation:${id(1, 1)}#1`,
    detail: { volume: "Volume 2", found: 2, covered: 2, state: "done" },
  });
});

test("where somebody has left a place of a report as it is, later ones wait for a decision; what was lifted is looked for no more", async () => {
  const [{ id: made = "" } = {}] = (await listRedactions(producing, { limit: 99, waiting: false })).items.filter(({ search }) => search);
  await liftRedaction(producing, { id: made, reason: "A public figure.", everywhere: true });
  expect(await read(id(2, 1))).toEqual([`Is ${secret} there?`, "Who?"]);
  await world.volume([talk([`Is ${secret} here?`, "Who?"])]);
  expect(await read(id(3, 1))).toEqual([`Is ${secret} here?`, "Who?"]);
  const again = await report(id(3, 1), secret);
  const places = (await readRedaction(producing, { id: again })).places;
  await decidePlaces(producing, { id: again, masked: false, places: places.map((place) => place.id) });
  await world.volume([talk([`And ${secret}?`, "Who?"])]);
  expect(await read(id(4, 1))).toEqual([`And ${secret}?`, "Who?"]);
  expect((await readRedaction(producing, { id: again })).places).toMatchObject([{ conversation: id(4, 1), turn: 1 }]);
});

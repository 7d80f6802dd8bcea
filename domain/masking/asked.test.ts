import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { OrderSettings } from "@/domain/orders/schema";
import { readVolume } from "@/domain/volumes/read";
import { makeVolume } from "@/prisma/seed/volume";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { SearchVolume } from "./schema";
import { searchVolume } from "./search-volume";

let world: World;
let custodian: Actor;
let expert: Actor;
let server: Server | undefined;
/** What the analyser was asked, as it came. */
let asked: { text: string; language: string }[] = [];

beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  expert = await world.actor("plaintiff expert");
  await amendSettings(world, { covers: OrderSettings.parse({ covers: { plaintiff: { expert: 2 } } }).covers });
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = undefined;
});
afterAll(() => world.close());

/** An analyser that finds a word wherever it stands and calls it a person; `answer` decides otherwise, null never answers. */
async function analyser(word: string, answer?: (text: string) => string | null): Promise<string> {
  asked = [];
  const made = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const question = JSON.parse(Buffer.concat(chunks).toString()) as { text: string; language: string };
      asked.push(question);
      const points = [...question.text].join("");
      const at = [...points.slice(0, Math.max(0, points.indexOf(word)))].length;
      const found = points.includes(word) ? [{ entity_type: "PERSON", start: at, end: at + [...word].length, score: 0.9 }] : [];
      const said = answer ? answer(question.text) : JSON.stringify(found);
      if (said !== null) response.end(said);
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/analyze`;
}

const load = (name: string, controlPrefix: string, said: readonly (readonly string[])[], language = "en") =>
  makeVolume(
    world.intakeUrl,
    { matter: world.matter, name, controlPrefix },
    said.map((turns) => talk(turns, { language })),
  );
const search = (volume: string, more: Readonly<Record<string, unknown>>) =>
  searchVolume(custodian, SearchVolume.parse({ volume, ...more }), { intakeUrl: world.intakeUrl });
const shown = async (id: string) => (await viewConversation(expert, { id })).items.map(({ text }) => text);

test("an operator's own analyser is asked about every turn, what it names is covered as names are, and what is certain stays certain", async () => {
  await load("Asked", "ASKED", [["\u{1f600} it was oskar who paid with 4111 1111 1111 1111", "was it oskar?"]]);
  const service = await analyser("oskar");
  await search("Asked", { service });
  expect(asked.map(({ language }) => language)).toEqual(["en", "en"]);
  expect(await shown("ASKED-000000001")).toEqual(["\u{1f600} it was [PERSON_1] who paid with [CARD_1]", "was it [PERSON_1]?"]);
  expect((await readVolume(expert, { id: "Asked" })).deidReport).toMatchObject({ setting: { service }, cued: { PERSON: 2 }, unasked: 0 });
});

test("its word does not uncover what a checksum decides", async () => {
  await load("Sure", "SURE", [["Mail to oskar@example.com, said oskar.", "Yes."]]);
  const text = "Mail to oskar@example.com, said oskar.";
  await search("Sure", {
    service: await analyser("", (said) =>
      said === text
        ? JSON.stringify([
            { entity_type: "SECRET", start: 0, end: 30, score: 1 },
            { entity_type: "PERSON", start: 32, end: 37, score: 1 },
          ])
        : "[]",
    ),
  });
  const { rows } = await world.admin.query(
    "SELECT y.type, y.tier FROM record.span y JOIN record.volume v ON y.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 WHERE v.name = 'Sure' AND y.turn = 1 ORDER BY first",
  );
  expect(rows).toContainEqual({ type: "EMAIL_ADDRESS", tier: 1 });
  expect(rows.filter(({ tier }) => tier === 2).length).toBeGreaterThan(0);
});

test("an analyser that fails, or does not answer in time, stops the search: nothing is taken for searched, and the same command goes on", async () => {
  await load("Stops", "STOPS", [...Array.from({ length: 250 }, (_, i) => [`number ${i}`, "yes"]), ["it was oskar", "yes"]]);
  const answers = (text: string) => (text === "it was oskar" ? null : "[]");
  const first = await analyser("oskar", answers);
  await expect(search("Stops", { service: first, serviceSeconds: 3 })).rejects.toThrow(
    "did not answer in time. The search of Stops stopped there",
  );
  const { rows } = await world.admin.query(
    "SELECT s.state, s.report->>'conversations' AS n FROM record.span_search s JOIN record.volume v ON v.id = s.volume_id WHERE v.name = 'Stops'",
  );
  expect(rows).toEqual([{ state: "running", n: "200" }]);
  await expect(search("Stops", { service: "http://127.0.0.1:9/analyze", serviceSeconds: 0.2 })).rejects.toThrow("half searched");
  const broken = await analyser("oskar", () => "<html>");
  await expect(search("Stops", { service: broken, again: true })).rejects.toThrow("not one");
  const sound = await analyser("oskar");
  await search("Stops", { service: sound, again: true });
  expect(asked.length).toBe(502);
  expect((await shown("STOPS-000000251"))[0]).toBe("it was [PERSON_1]");
});

test("a language that it does not know is not sent to it, and the report says how much was not", async () => {
  await load("Deutsch", "DEU", [["es war oskar", "ja"]], "de");
  await search("Deutsch", { service: await analyser("oskar") });
  expect(asked).toEqual([]);
  expect((await readVolume(expert, { id: "Deutsch" })).deidReport?.unasked).toBe(2);
});

test("a service elsewhere is refused before anything is read", async () => {
  await expect(search("Asked", { service: "http://10.0.0.1/analyze", again: true })).rejects.toThrow("this machine");
});

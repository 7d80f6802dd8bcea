import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { printConversation } from "@/domain/conversations/print";
import { viewConversation } from "@/domain/conversations/view";
import { OrderSettings } from "@/domain/orders/schema";
import { ProducedConversation } from "@/domain/productions/schema";
import { makeRedaction } from "@/domain/redactions/make";
import { MakeRedaction } from "@/domain/redactions/schema";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { makeVolume } from "@/prisma/seed/volume";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { amendSettings } from "@/prisma/testing/settings";
import { talk } from "@/prisma/testing/world";
import { SearchVolume } from "./schema";
import { searchVolume } from "./search-volume";

let world: Awaited<ReturnType<typeof exportingWorld>>;
const said = "\u{1f600} My name is Xelia Vornak, card 4111 1111 1111 1111. I saw an okapi.";
const certain = "\u{1f600} My name is Xelia Vornak, card [CARD_1]. I saw an okapi.";
const named = "\u{1f600} My name is [PERSON_1], card [CARD_1]. I saw an okapi.";

beforeAll(async () => {
  world = await exportingWorld();
  await makeVolume(world.intakeUrl, { matter: world.matter, name: "Named", controlPrefix: "NAME" }, [talk([said, "Right, xelia."])]);
  await searchVolume(await world.actor("custodian"), SearchVolume.parse({ volume: "Named" }), { intakeUrl: world.intakeUrl });
});
afterAll(() => world.close());

const shown = async (actor: Actor) => (await viewConversation(actor, { id: "NAME-000000001" })).items[0]?.text;
const cover = (covers: unknown) => amendSettings(world, { covers: OrderSettings.parse({ covers }).covers });

test("names are covered for the roles that the order in force names, from its next look on, and for no other", async () => {
  const expert = await world.actor("plaintiff expert");
  const theirs = await world.actor("defense counsel");
  expect([await shown(expert), await shown(theirs)]).toEqual([certain, certain]);
  await cover({ plaintiff: { expert: 2 } });
  expect([await shown(expert), await shown(theirs)]).toEqual([named, certain]);
  expect((await viewConversation(expert, { id: "NAME-000000001" })).items[1]).toMatchObject({ text: "Right, [PERSON_1].", masked: 1 });
});

test("a quotation in a row of a search is covered as the turn is", async () => {
  const snippet = async (actor: Actor) =>
    (await searchConversations(actor, SearchConversations.parse({ q: "okapi" }))).items.map((row) => row.snippet?.text);
  expect(await snippet(await world.actor("plaintiff expert"))).toEqual([named]);
  expect(await snippet(await world.actor("defense expert"))).toEqual([certain]);
});

test("what is printed and what is exported is covered for whoever takes it along", async () => {
  await cover({ plaintiff: { counsel: 2 } });
  for (const [who, text] of [["plaintiff counsel", named] as const, ["defense counsel", certain] as const]) {
    const counsel = await world.actor(who);
    expect((await printConversation(counsel, { id: "NAME-000000001", from: 1, to: 1, reason: "Exhibit 4" })).items[0]?.text).toBe(text);
    const { id } = await ended(counsel, (await ask(counsel, await frozen(counsel, "okapi"))).id);
    const line = (await download(counsel, id, "conversations.jsonl")).toString().trim();
    expect(ProducedConversation.parse(JSON.parse(line)).turns[0]?.text).toBe(text);
  }
});

test("files that were written while names were read leave no more once the order covers them", async () => {
  await cover({});
  const counsel = await world.actor("plaintiff counsel");
  const { id } = await ended(counsel, (await ask(counsel, await frozen(counsel, "okapi"))).id);
  await cover({ plaintiff: { counsel: 2 } });
  await expect(download(counsel, id, "conversations.jsonl")).rejects.toMatchObject({ code: "refused", details: { rule: "redacted" } });
});

test("who reads with names covered masks by the places that they see", async () => {
  await cover({ plaintiff: { expert: 2 } });
  const expert = await world.actor("plaintiff expert");
  const start = named.indexOf("okapi");
  const asked = { conversationId: "NAME-000000001", turn: 1, start, end: start + 5, quote: "okapi", reason: "It has one owner." };
  expect((await makeRedaction(expert, MakeRedaction.parse(asked))).label).toBe("[REDACTED_1]");
  expect(await shown(expert)).toBe(named.replace("okapi", "[REDACTED_1]"));
  expect(await shown(await world.actor("defense expert"))).toBe(certain.replace("okapi", "[REDACTED_1]"));
});

test("a monitor's session is of those for whom names are covered, unless the order says otherwise", async () => {
  const covers = async () =>
    (
      await world.admin.query(
        "SELECT access.covers_for('court', 'monitor', '{}') AS silent, access.covers_for('court', 'monitor', $1) AS said",
        [JSON.stringify({ covers: { court: { monitor: 1 } } })],
      )
    ).rows[0];
  expect(await covers()).toEqual({ silent: 2, said: 1 });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { liftRedaction } from "@/domain/redactions/lift";
import { makeRedaction } from "@/domain/redactions/make";
import { MakeRedaction } from "@/domain/redactions/schema";
import { readVolume } from "@/domain/volumes/read";
import { makeVolume } from "@/prisma/seed/volume";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { liftCover } from "./lift-cover";
import { LiftCover } from "./lifted-schema";
import { listLifted } from "./list-lifted";
import { SearchVolume } from "./schema";
import { searchVolume } from "./search-volume";

let world: World;
let custodian: Actor;
let expert: Actor;
let counsel: Actor;
const asks = "Part 4111 1111 1111 1111 is out of stock, write to shop@example.com.";
const answers = "No 4111 1111 1111 1111 is left.";

beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  expert = await world.actor("plaintiff expert");
  counsel = await world.actor("defense counsel");
  await makeVolume(world.intakeUrl, { matter: world.matter, name: "Parts", controlPrefix: "PART" }, [
    talk([asks, answers]),
    talk(["Card 4111 1111 1111 1111 please.", "Done."], { startedAt: "2023-06-16T12:00:00Z" }),
  ]);
  await search();
});
afterAll(() => world.close());

const search = (more: Readonly<Record<string, unknown>> = {}) =>
  searchVolume(custodian, SearchVolume.parse({ volume: "Parts", ...more }), { intakeUrl: world.intakeUrl });
const shown = async (id = "PART-000000001") => (await viewConversation(expert, { id })).items.map(({ text }) => text);
const asked = (more: Readonly<Record<string, unknown>> = {}) =>
  LiftCover.parse({ conversationId: "PART-000000001", label: "[CARD_1]", reason: "It is the number of a part.", ...more });
const lifted = async () => (await readVolume(counsel, { id: "Parts" })).deidReport?.lifted;

test("only the producing side and the host lift what the detector covered, with a reason that does not say it", async () => {
  await expect(liftCover(await world.actor("plaintiff counsel"), asked())).rejects.toMatchObject({
    code: "refused",
    details: { rule: "wrong_side" },
  });
  await expect(liftCover(expert, asked())).rejects.toMatchObject({ code: "refused", details: { rule: "role" } });
  await expect(liftCover(custodian, asked({ reason: "4111-1111-1111-1111 is a part." }))).rejects.toMatchObject({ code: "invalid" });
  await expect(liftCover(counsel, asked({ label: "[CARD_2]" }))).rejects.toMatchObject({ code: "conflict", details: { rule: "nothing" } });
  await expect(liftCover(counsel, asked({ conversationId: "NOSUCH-000000001" }))).rejects.toMatchObject({ code: "not_found" });
  expect(await shown()).toEqual(["Part [CARD_1] is out of stock, write to [EMAIL_1].", "No [CARD_1] is left."]);
});

test("a placeholder that is lifted is read wherever it stood in its conversation, and in no other", async () => {
  expect(await liftCover(counsel, asked())).toMatchObject({ label: "[CARD_1]", type: "CREDIT_CARD", places: 2 });
  expect(await shown()).toEqual(["Part 4111 1111 1111 1111 is out of stock, write to [EMAIL_1].", answers]);
  expect((await shown("PART-000000002"))[0]).toBe("Card [CARD_1] please.");
  expect(await lifted()).toEqual({ CREDIT_CARD: 2 });
});

test("both sides, the court and the host are told where, why and by whom, and never what", async () => {
  for (const who of ["plaintiff expert", "monitor", "custodian"] as const) {
    const { items } = await listLifted(await world.actor(who), { limit: 10 });
    expect(items, who).toMatchObject([
      { conversation: "PART-000000001", label: "[CARD_1]", wrong: true, places: 2, version: 1, lifted: { side: "defense" } },
    ]);
    expect(JSON.stringify(items)).not.toContain("4111");
  }
  const { items } = await readLog(await world.actor("monitor"), { action: ["redaction:lift"], limit: 1 });
  expect(items[0]).toMatchObject({
    object: "conversation:PART-000000001",
    detail: { label: "[CARD_1]", wrong: true, type: "CREDIT_CARD", places: 2, reason: "It is the number of a part." },
  });
});

test("a later search does not put it back, and is charged with what it would have covered again", async () => {
  await search({ again: true, placeholders: ["Part 4111 1111 1111 1111 is"] });
  expect(await shown()).toEqual(["Part 4111 1111 1111 1111 is out of stock, write to [EMAIL_1].", answers]);
  expect((await shown("PART-000000002"))[0]).toBe("Card [CARD_1] please.");
  expect(await lifted()).toEqual({ CREDIT_CARD: 1 });
});

test("what a person masks over it stays masked through a search, and comes back uncovered when that is lifted", async () => {
  const start = answers.indexOf("4111");
  const { id } = await makeRedaction(
    expert,
    MakeRedaction.parse({
      conversationId: "PART-000000001",
      turn: 2,
      start,
      end: start + 19,
      type: "CREDIT_CARD",
      reason: "It may be one.",
    }),
  );
  await search({ again: true });
  expect((await shown())[1]).toMatch(/^No \[CARD_\d\] is left\.$/);
  await liftRedaction(counsel, { id, reason: "It is a part.", everywhere: false });
  expect((await shown())[1]).toBe(answers);
});

test("what is personal data and is read all the same is no fault of the search", async () => {
  await liftCover(custodian, asked({ label: "[EMAIL_1]", wrong: "false", reason: "The sides agreed on it." }));
  expect((await shown())[0]).toBe(asks);
  expect(await lifted()).toEqual({ CREDIT_CARD: 2 });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { printConversation } from "@/domain/conversations/print";
import { placeHold } from "@/domain/holds/place";
import { Manifest, ProducedConversation } from "@/domain/productions/schema";
import { readSet } from "@/domain/sets/read";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { liftRedaction } from "./lift";
import { makeRedaction } from "./make";
import { MakeRedaction } from "./schema";

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
});
afterAll(() => world.close());

const input = (more: Partial<MakeRedaction>) =>
  MakeRedaction.parse({ conversationId: "T1-000000018", reason: "Left by the tool.", ...more });
const lines = (file: Buffer) =>
  file
    .toString()
    .trim()
    .split("\n")
    .map((line) => ProducedConversation.parse(JSON.parse(line)));

test("files that were written before something in them was masked leave no more, and the next ones are without it", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const set = await frozen(counsel, '"Question 17"');
  const { id } = await ended(counsel, (await ask(counsel, set)).id);
  expect(lines(await download(counsel, id, "conversations.jsonl"))[0]?.turns[0]?.text).toBe("Question 17 about zebras");
  const { id: made } = await makeRedaction(await world.actor("defense expert"), input({ turn: 1, start: 18, end: 24 }));
  await expect(download(counsel, id, "conversations.jsonl")).rejects.toMatchObject({ code: "refused", details: { rule: "redacted" } });
  const after = await ended(counsel, (await ask(counsel, set)).id);
  expect(lines(await download(counsel, after.id, "conversations.jsonl"))[0]?.turns[0]?.text).toBe("Question 17 about [REDACTED_1]");
  await liftRedaction(await world.actor("custodian"), { id: made, reason: "Zebras are no people.", everywhere: false });
  expect(lines(await download(counsel, id, "conversations.jsonl"))[0]?.turns[0]?.text).toBe("Question 17 about zebras");
});

test("what is withdrawn leaves as a slip sheet, and the set still counts it", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const set = await frozen(counsel, "zebras AND (17 OR 18)");
  const { id: made } = await makeRedaction(await world.actor("custodian"), input({}));
  const { id, files } = await ended(counsel, (await ask(counsel, set)).id);
  const written = lines(await download(counsel, id, "conversations.jsonl"));
  expect(written.map(({ controlNumber, withdrawn, turns }) => [controlNumber, withdrawn, turns.length])).toEqual([
    ["T1-000000018", true, 0],
    ["T1-000000019", undefined, 4],
  ]);
  expect(files.find(({ name }) => name === "conversations.jsonl")?.lines ?? 2).toBe(2);
  const manifest = Manifest.parse(JSON.parse((await download(counsel, id, "manifest.json")).toString()));
  expect(manifest.counts).toMatchObject({ conversations: 2, turns: 4, withdrawnConversations: 1 });
  expect((await readSet(counsel, { id: set })).size).toBe(2);
  await liftRedaction(await world.actor("custodian"), { id: made, reason: "A test.", everywhere: false });
});

test("a hold stops no masking, and keeps what lies under it", async () => {
  await placeHold(await world.actor("plaintiff counsel"), { scope: "matter", reason: "Preservation", authority: "ECF 551" });
  const { id } = await makeRedaction(await world.actor("plaintiff expert"), input({ turn: 2, start: 0, end: 6 }));
  const { rows } = await world.admin.query(
    "SELECT substr(t.turns->1->>'text', r.first + 1, r.length) AS said FROM record.redaction r JOIN record.conversation_text t USING (docno) WHERE r.id = $1",
    [id],
  );
  expect(rows).toEqual([{ said: "Answer" }]);
  const counsel = await world.actor("defense counsel");
  await expect(printConversation(counsel, { id: "T1-000000018", from: 2, to: 2, reason: "Exhibit" })).rejects.toMatchObject({
    code: "held",
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { addCode } from "./add";
import { applyCode } from "./apply";
import { readCodebook } from "./codebook";
import { readCodings } from "./codings";
import { withdrawCode } from "./withdraw";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote it?", "Nobody knows."]), talk(["And then?", "It rained."])]);
});
afterAll(() => world.close());

const id = "T1-000000001";

test("a code is added once to a side's codebook, and the other side neither sees it nor collides with it", async () => {
  const ours = await world.actor("plaintiff counsel");
  const theirs = await world.actor("defense counsel");
  const code = { key: "verbatim", label: "Verbatim passage", group: "issue" };
  const { id: first } = await addCode(ours, code);
  await expect(addCode(ours, code)).rejects.toMatchObject({ code: "conflict" });
  expect((await readCodebook(ours)).items.find(({ key }) => key === "verbatim")).toMatchObject({
    id: first,
    label: "Verbatim passage",
    retired: false,
  });
  expect((await readCodebook(theirs)).items.map(({ key }) => key)).not.toContain("verbatim");
  await expect(addCode(theirs, code)).resolves.toHaveProperty("id");
});

test("a coding is seen by its own side alone, is the same twice, and can be withdrawn", async () => {
  const ours = await world.actor("plaintiff counsel");
  const theirs = await world.actor("defense counsel");
  await addCode(ours, { key: "doubt", label: "Second look", group: "issue" });
  await applyCode(ours, { id, code: "doubt", turn: 2, note: "Compare with the article." });
  await applyCode(ours, { id, code: "doubt", turn: 2 });
  const [coding, ...rest] = (await readCodings(ours, { id })).items;
  expect(rest).toEqual([]);
  expect(coding).toMatchObject({ code: "doubt", turn: 2, note: "Compare with the article.", by: "Paul Okafor" });
  expect((await readCodings(theirs, { id })).items).toEqual([]);
  await expect(withdrawCode(theirs, { id, code: "doubt", turn: 2 })).rejects.toMatchObject({ code: "not_found" });
  await withdrawCode(ours, { id, code: "doubt", turn: 2 });
  expect((await readCodings(ours, { id })).items).toEqual([]);
});

test("a code or a conversation that is not there says not found, and an expert may not code", async () => {
  const ours = await world.actor("plaintiff counsel");
  await addCode(ours, { key: "real", label: "Real", group: "issue" });
  await expect(applyCode(ours, { id, code: "unreal" })).rejects.toMatchObject({ code: "not_found" });
  await expect(applyCode(ours, { id: "T1-000000099", code: "real" })).rejects.toMatchObject({ code: "not_found" });
  await expect(applyCode(ours, { id, code: "real", turn: 3 })).rejects.toMatchObject({ code: "not_found" });
  await expect(applyCode(await world.actor("plaintiff expert"), { id, code: "real" })).rejects.toMatchObject({ code: "refused" });
});

test("the log says that a conversation was coded, and neither the code nor the note", async () => {
  const ours = await world.actor("plaintiff counsel");
  await addCode(ours, { key: "privileged", label: "Perhaps privileged", group: "issue" });
  await applyCode(ours, { id, code: "privileged", note: "Ask Paul." });
  const { items } = await readLog(await world.actor("monitor"), { limit: 200 });
  const coded = items.find(({ action, outcome }) => action === "code:apply" && outcome === "done");
  expect(coded).toMatchObject({ object: `conversation:${id}`, sealed: true, own: null });
  expect(JSON.stringify(items)).not.toMatch(/privileged|Ask Paul/i);
});

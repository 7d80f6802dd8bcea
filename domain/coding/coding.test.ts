import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { fromBase64, toBase64, toHex } from "@/lib/bytes";
import { commit, open, seal, secretOf } from "@/lib/seal";
import { giveSideKey } from "@/prisma/testing/side-key";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { addCode } from "./add";
import { applyCode } from "./apply";
import { readCodebook } from "./codebook";
import { readCodings } from "./codings";
import { ApplyCode, type NotePlace, noteFor, type SealedNote } from "./schema";
import { withdrawCode } from "./withdraw";

let world: World;
let keys: CryptoKeyPair;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote it?", "Nobody knows."]), talk(["And then?", "It rained."])]);
  keys = await giveSideKey(world, "plaintiff");
});
afterAll(() => world.close());

const id = "T1-000000001";

const placeOf = (some: Partial<NotePlace>): NotePlace => ({
  ...{ matter: world.matter, side: "plaintiff", epoch: 1, conversation: id, turn: null, code: "", author: "" },
  ...some,
});

/** A note as a browser of the side reads it at a place, which must be the one it was written for. */
async function opened({ commitment, box }: SealedNote, at: Partial<NotePlace>): Promise<unknown> {
  const secret = await open(keys, noteFor(placeOf(at)), Uint8Array.from(Buffer.from(commitment, "hex")), fromBase64(box));
  return JSON.parse(secret.body);
}

/** A note as a browser of the side seals it. */
async function sealed(note: string, at: Partial<NotePlace>): Promise<SealedNote> {
  const { rows } = await world.admin.query("SELECT public_key FROM access.side_key WHERE side = 'plaintiff' AND epoch = 1");
  const secret = secretOf(note);
  const box = await seal(Uint8Array.from(rows[0].public_key), noteFor(placeOf(at)), secret);
  return { epoch: 1, commitment: toHex(await commit(secret)), box: toBase64(box) };
}

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
  expect(coding).toMatchObject({ code: "doubt", turn: 2, note: { epoch: 1, author: ours.person }, by: "Paul Okafor" });
  expect(coding?.note && (await opened(coding.note, { turn: 2, code: "doubt", author: ours.person }))).toBe("Compare with the article.");
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

test("a note sealed in a browser is kept as it came, and opens nowhere but at its place and under its author's name", async () => {
  const ours = await world.actor("plaintiff counsel");
  await addCode(ours, { key: "sealed", label: "Sealed", group: "issue" });
  const place = { turn: 1, code: "sealed", author: ours.person };
  const sealedNote = await sealed("Zebra crossing.", place);
  await applyCode(ours, { id, code: "sealed", turn: 1, sealedNote });
  const note = (await readCodings(ours, { id })).items.find(({ code }) => code === "sealed")?.note;
  expect(note).toEqual({ ...sealedNote, author: ours.person });
  expect(await opened(sealedNote, place)).toBe("Zebra crossing.");
  const elsewhere = [{ turn: 2 }, { turn: null }, { code: "other" }, { conversation: "T1-000000002" }, { author: crypto.randomUUID() }];
  for (const moved of [...elsewhere, { matter: crypto.randomUUID() }, { side: "defense" as const }, { epoch: 2 }])
    await expect(opened(sealedNote, { ...place, ...moved }), JSON.stringify(moved)).rejects.toThrow();
  const { rows } = await world.admin.query("SELECT encode(note_box, 'escape') AS note FROM work.coding");
  expect(JSON.stringify(rows)).not.toContain("Zebra");
});

test("a colleague's code over it leaves a note and its author; a note is sent in one form; and one to an old key is not taken", async () => {
  const ours = await world.actor("plaintiff counsel");
  await addCode(ours, { key: "kept", label: "Kept", group: "issue" });
  await applyCode(ours, { id, code: "kept", note: "First." });
  const noteNow = async () => (await readCodings(ours, { id })).items.find(({ code }) => code === "kept")?.note;
  const before = await noteNow();
  await applyCode(ours, { id, code: "kept" });
  expect(before).toMatchObject({ author: ours.person });
  expect(await noteNow()).toEqual(before);
  const sealedNote = await sealed("x", { code: "kept", author: ours.person });
  expect(ApplyCode.safeParse({ id, code: "kept", note: "x", sealedNote }).success).toBe(false);
  await expect(applyCode(ours, { id, code: "kept", sealedNote: { ...sealedNote, epoch: 2 } })).rejects.toMatchObject({
    code: "conflict",
    details: { rule: "epoch" },
  });
});

test("where a side has no key that may be sealed to, a note is refused and nothing of it is kept", async () => {
  const theirs = await world.actor("defense counsel");
  await addCode(theirs, { key: "noted", label: "Noted", group: "issue" });
  await expect(applyCode(theirs, { id, code: "noted", note: "Quagga." })).rejects.toMatchObject({
    code: "conflict",
    details: { rule: "epoch" },
  });
  await applyCode(theirs, { id, code: "noted" });
  expect((await readCodings(theirs, { id })).items.find(({ code }) => code === "noted")?.note).toBeNull();
});

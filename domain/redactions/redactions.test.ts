import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { printConversation } from "@/domain/conversations/print";
import { viewConversation } from "@/domain/conversations/view";
import { SearchVolume } from "@/domain/masking/schema";
import { searchVolume } from "@/domain/masking/search-volume";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { connect } from "@/prisma/connect";
import { makeVolume } from "@/prisma/seed/volume";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { liftRedaction } from "./lift";
import { listRedactions } from "./list";
import { makeRedaction } from "./make";
import { MakeRedaction } from "./schema";

let world: World;
let ours: Actor;
let theirs: Actor;
let expert: Actor;
let custodian: Actor;
let monitor: Actor;
const secret = "Marisol Quintero";
const said = `\u{1f600} I am ${secret}, e\u0301lan, mail marisol@example.com or ring 555-0100. \u{1f469}\u200d\u{1f52c} ok.`;

beforeAll(async () => {
  world = await newWorld();
  [ours, theirs, expert] = [
    await world.actor("plaintiff counsel"),
    await world.actor("defense counsel"),
    await world.actor("plaintiff expert"),
  ];
  [custodian, monitor] = [await world.actor("custodian"), await world.actor("monitor")];
  await makeVolume(world.intakeUrl, { matter: world.matter, name: "Leaky", controlPrefix: "LEAK" }, [
    ...Array.from({ length: 12 }, () => talk([said, "Noted."])),
  ]);
});
afterAll(() => world.close());

const id = (n: number) => `LEAK-${String(n).padStart(9, "0")}`;
const textOf = async (n: number, who = theirs, turn = 1) => (await viewConversation(who, { id: id(n) })).items[turn - 1]?.text;
const make = (who: Actor, n: number, more: Partial<MakeRedaction>) =>
  makeRedaction(who, MakeRedaction.parse({ conversationId: id(n), reason: "Left by the tool.", type: "PERSON", ...more }));
/** Reports words of a turn as it is shown to the reporter. */
async function report(who: Actor, n: number, words: string, more: Partial<MakeRedaction> = {}) {
  const shown = (await textOf(n, who)) ?? "";
  const start = shown.indexOf(words);
  return make(who, n, { turn: 1, start, end: start + words.length, quote: words, ...more });
}
const rule = (name: string) => ({ details: { rule: name } });

test("what a reviewer reports is masked for both sides at once: where it is read, printed and quoted", async () => {
  const { id: made, label, already } = await report(expert, 1, secret);
  expect({ label, already }).toEqual({ label: "[PERSON_1]", already: false });
  const covered = said.replace(secret, "[PERSON_1]");
  expect([await textOf(1, ours), await textOf(1, theirs), await textOf(1, expert)]).toEqual([covered, covered, covered]);
  const sheet = await printConversation(theirs, { id: id(1), from: 1, to: 1, reason: "Exhibit" });
  expect(sheet.items[0]).toMatchObject({ text: covered, masked: 1 });
  const page = await searchConversations(theirs, SearchConversations.parse({ q: "ring" }));
  const row = page.items.find(({ controlNumber }) => controlNumber === id(1));
  expect(JSON.stringify(row)).not.toContain("Marisol");
  expect(row?.snippet).toMatchObject({ text: covered });
  expect((await listRedactions(ours, { limit: 9, waiting: false })).items.find((one) => one.id === made)).toMatchObject({
    conversation: id(1),
    turn: 1,
    type: "PERSON",
    label: "[PERSON_1]",
    lifted: null,
    search: null,
  });
});

test("the log says where and of which class, and neither the words nor the reason", async () => {
  await report(expert, 2, secret, { reason: "A person speaks of herself." });
  const [entry] = (await readLog(monitor, { action: ["redaction:report"], limit: 1 })).items;
  expect(entry).toMatchObject({
    object: `conversation:${id(2)}#1`,
    detail: { turn: 1, first: 7, length: secret.length, type: "PERSON", already: false },
  });
  const { rows } = await world.admin.query(
    "SELECT string_agg(to_jsonb(e)::text || convert_from(e.leaf, 'UTF8'), ' ') AS all FROM audit.entry e",
  );
  expect(rows[0].all).not.toMatch(/Marisol|Quintero|speaks of herself/);
  await expect(report(expert, 3, secret, { reason: `She is MARISOL quintero.` })).rejects.toMatchObject(rule("quotes"));
});

test("places are UTF-16 units of what is shown, never half a character, and whole characters as they are seen", async () => {
  expect((await make(expert, 3, { turn: 1, start: 8, end: 8 + secret.length })).label).toBe("[PERSON_1]");
  expect(await textOf(3)).toBe(said.replace(secret, "[PERSON_1]"));
  await expect(make(expert, 4, { turn: 1, start: 1, end: 6 })).rejects.toMatchObject(rule("bounds"));
  await expect(make(expert, 4, { turn: 1, start: 5, end: 5_000 })).rejects.toMatchObject(rule("bounds"));
  await expect(make(expert, 4, { turn: 3, start: 0, end: 1 })).rejects.toMatchObject({ code: "not_found" });
  await expect(make(expert, 4, { turn: 1, start: 4, end: 5 })).rejects.toMatchObject(rule("blank"));
  // An accent of its own goes with its letter, and a joined sign is one.
  const at = said.indexOf("e\u0301lan");
  await make(expert, 4, { turn: 1, start: at, end: at + 1, type: "OTHER" });
  const woman = said.indexOf("\u{1f469}") - "e\u0301".length + "[REDACTED_1]".length;
  await make(expert, 4, { turn: 1, start: woman, end: woman + 2, type: "OTHER" });
  expect(await textOf(4)).toBe(said.replace("e\u0301", "[REDACTED_1]").replace("\u{1f469}\u200d\u{1f52c}", "[REDACTED_2]"));
});

test("any stretch that is masked stays masked and leaves the rest as it was, whatever is masked around it", async () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  for (let round = 0; round < 40; round++) {
    const shown = (await textOf(5)) ?? "";
    const characters = [...new Intl.Segmenter().segment(shown)];
    const from = characters[random(characters.length)]?.index ?? 0;
    const to = Math.min(shown.length, from + 1 + random(14));
    const quote = shown.slice(from, to);
    const made = await make(expert, 5, { turn: 1, start: from, end: to, quote, type: "OTHER" }).catch((error) => error);
    const now = (await textOf(5)) ?? "";
    if (made instanceof Error) {
      expect(["changed", "blank", "covered"], made.message).toContain((made as unknown as { details: { rule: string } }).details.rule);
      expect(now).toBe(shown);
      continue;
    }
    // What stood before and behind what was named, up to the borders of characters and covers, stands there still.
    const at = now.indexOf(made.label);
    expect(shown.startsWith(now.slice(0, at))).toBe(true);
    expect(shown.endsWith(now.slice(at + made.label.length))).toBe(true);
    expect(at).toBeLessThanOrEqual(from);
    expect(shown.length - (now.length - at - made.label.length)).toBeGreaterThanOrEqual(to);
  }
  const { rows } = await world.admin.query(
    `SELECT count(*) AS n FROM record.span a JOIN record.span b ON a.docno = b.docno AND a.turn = b.turn AND a.first < b.first AND a.first + a.length > b.first`,
  );
  expect(Number(rows[0].n)).toBe(0);
  // Lifted in any order, everything is back.
  const mine = (await listRedactions(custodian, { limit: 200, waiting: false })).items.filter((one) => one.conversation === id(5));
  mine.sort((a, b) => a.id.localeCompare(b.id));
  for (const one of mine) await liftRedaction(custodian, { id: one.id, reason: "A test.", everywhere: false });
  expect(await textOf(5)).toBe(said);
});

test("the same report again is the same redaction, and a turn that has changed meanwhile is not masked at the wrong place", async () => {
  const first = await report(expert, 6, secret);
  const start = said.indexOf(secret);
  const same = { turn: 1, start, end: start + secret.length };
  expect(await make(ours, 6, { ...same, quote: secret })).toEqual({ ...first, already: true });
  expect(await make(ours, 6, same)).toEqual({ ...first, already: true });
  const ring = said.indexOf("555-0100");
  await expect(make(ours, 6, { turn: 1, start: ring, end: ring + 8, quote: "555-0100" })).rejects.toMatchObject(rule("changed"));
  await expect(report(ours, 6, "[PERSON_1]")).rejects.toMatchObject(rule("covered"));
  expect(await textOf(6)).toBe(said.replace(secret, "[PERSON_1]"));
});

test("whoever may not read reports nothing, by any door", async () => {
  for (const who of ["monitor", "custodian", "operator"] as const)
    await expect(make(await world.actor(who), 7, { turn: 1, start: 0, end: 2 }), who).rejects.toMatchObject(rule("role"));
  await expect(make(expert, 99, { turn: 1, start: 0, end: 2 })).rejects.toMatchObject({ code: "not_found" });
  const app = await connect(world.appUrl);
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [expert.secret]);
  await app.query("SELECT api.report_leak($1, 1, 3, 7, NULL, 'OTHER', 'REDACTED', 'quietly')", [id(7)]);
  await expect(app.query("COMMIT")).rejects.toThrow("a redaction without its audit entry");
  for (const table of ["redaction", "span_under", "leak_search", "leak_place"])
    await expect(app.query(`SELECT * FROM record.${table}`), table).rejects.toMatchObject({ code: "42501" });
  await app.end();
});

test("a conversation that is withdrawn is gone for everyone, keeps its number, and comes back when it is lifted", async () => {
  await expect(make(ours, 8, {})).rejects.toMatchObject(rule("wrong_side"));
  await expect(make(expert, 8, {})).rejects.toMatchObject(rule("role"));
  const { id: made, label } = await make(theirs, 8, { reason: "Privileged." });
  expect(label).toBeNull();
  for (const who of [ours, theirs, expert]) await expect(textOf(8, who)).rejects.toMatchObject(rule("withdrawn"));
  const found = async () =>
    (await searchConversations(theirs, SearchConversations.parse({ q: "ring" }))).items.map(({ controlNumber }) => controlNumber);
  expect(await found()).not.toContain(id(8));
  await expect(make(custodian, 8, {})).resolves.toMatchObject({ id: made, already: true });
  await expect(report(ours, 8, "ring")).rejects.toMatchObject(rule("withdrawn"));
  await expect(liftRedaction(ours, { id: made, reason: "For them.", everywhere: false })).rejects.toMatchObject(rule("wrong_side"));
  await liftRedaction(theirs, { id: made, reason: "Not privileged after all.", everywhere: false });
  await expect(liftRedaction(theirs, { id: made, reason: "Again.", everywhere: false })).rejects.toMatchObject(rule("lifted"));
  expect(await textOf(8, ours)).toBe(said);
  expect(await found()).toContain(id(8));
  const log = await readLog(monitor, {
    action: ["redaction:claw-back", "redaction:lift"],
    outcome: "done",
    object: `conversation:${id(8)}`,
    limit: 9,
  });
  expect(log.items.map(({ action, detail }) => [action, detail.reason])).toEqual([
    ["redaction:lift", "Not privileged after all."],
    ["redaction:claw-back", "Left by the tool."],
    ["redaction:claw-back", "Privileged."],
  ]);
});

test("one turn is withdrawn by the producing side or the host, and the text beneath is kept", async () => {
  const { label } = await make(custodian, 9, { turn: 2 });
  expect([await textOf(9, ours, 1), await textOf(9, ours, 2)]).toEqual([said, label]);
  const { rows } = await world.admin.query(
    "SELECT t.turns->1->>'text' AS said FROM record.conversation_text t JOIN record.redaction r USING (docno) WHERE r.type = 'OTHER' AND r.turn = 2",
  );
  expect(rows).toEqual([{ said: "Noted." }]);
});

test("a search of the volume after reports covers what they left and cuts none of them", async () => {
  await report(expert, 10, "marisol@");
  await report(expert, 11, "Quintero, e\u0301lan, mail marisol@example.com");
  await searchVolume(custodian, SearchVolume.parse({ volume: "Leaky" }), { intakeUrl: world.intakeUrl });
  expect(await textOf(10)).toContain("mail [PERSON_1] or");
  expect(await textOf(11)).not.toMatch(/Quintero|example/);
  expect(await textOf(1)).not.toMatch(/Marisol|marisol/);
  const one = (await listRedactions(custodian, { limit: 50, waiting: false })).items.find(({ conversation }) => conversation === id(11));
  await liftRedaction(custodian, { id: one?.id ?? "", reason: "A test.", everywhere: false });
  expect(await textOf(11)).toBe(said.replace("marisol@example.com", "[EMAIL_1]").replace("555-0100", "[PHONE_1]"));
});

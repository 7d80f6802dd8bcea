import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { placeOf } from "./place";
import { SearchConversations, StepFrom } from "./schema";
import { searchConversations } from "./search";
import { stepFrom } from "./step";

// Three volumes that overlap in time, with many begun at the same moment and some undated: what order of number alone gets wrong.

let world: World;
let counsel: Actor;
const held = new Map<string, { words: number; hits: number }>();
beforeAll(async () => {
  world = await newWorld();
  for (let volume = 0; volume < 3; volume++) {
    const talks = Array.from({ length: 250 }, (_, i) => {
      const times = (i * 7 + volume) % 5;
      const said = [`${"zebra ".repeat(times)}${"filler ".repeat((i * 13) % 17)}talk${i}`, i % 2 ? "zebra horse" : "nothing"];
      const startedAt = i % 19 === 0 ? null : new Date(Date.UTC(2023, 0, 1 + ((i * 5) % 60), i % 3 ? 12 : 0)).toISOString();
      return talk(said, { startedAt, sourceId: `${volume}-${String(i).padStart(4, "0")}` });
    });
    await world.volume(talks, { tier: 1 });
    const inOrder = talks.toSorted(
      (a, b) => (a.startedAt ?? "9").localeCompare(b.startedAt ?? "9") || String(a.sourceId).localeCompare(String(b.sourceId)),
    );
    for (const [n, { turns }] of inOrder.entries()) {
      const words = turns.flatMap(({ text }) => text.split(" "));
      held.set(`T${volume + 1}-${String(n + 1).padStart(9, "0")}`, {
        words: words.length,
        hits: words.filter((word) => word === "zebra").length,
      });
    }
  }
  counsel = await world.actor("plaintiff counsel");
}, 60_000);
afterAll(() => world.close());

const ask = (input: Record<string, unknown>) => searchConversations(counsel, SearchConversations.parse({ limit: 200, ...input }));
const idsOf = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id);

async function walk(input: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await ask({ ...input, after });
    ids.push(...idsOf(page));
    after = page.next ?? undefined;
    more = page.next !== null;
  }
  return ids;
}

test.each(["date", "-date"])("a page at any rank of %s is that part of the whole list", async (sort) => {
  for (const q of ["zebra", ""]) {
    const all = await walk({ q, sort });
    for (const rank of [1, 2, 250, all.length - 50, all.length - 5]) {
      const page = await ask({ q, sort, rank, limit: 40 });
      expect(idsOf(page), `${q} ${rank}`).toEqual(all.slice(rank - 1, rank + 39));
      expect(page).toMatchObject({ rank, count: { value: all.length, relation: "exact" } });
    }
    expect(idsOf(await ask({ q, sort, rank: all.length + 1 }))).toEqual([]);
    const onward = await ask({ q, sort, rank: 400, limit: 50 });
    expect(idsOf(await ask({ q, sort, after: onward.next, limit: 50 }))).toEqual(all.slice(449, 499));
  }
});

test("by length and by hits every page is in the order of a count word by word, to the last, without gaps or repetitions", async () => {
  const answers = [...held].filter(([, { hits }]) => hits > 0);
  const by = (value: (one: { words: number; hits: number }) => number) =>
    answers.toSorted(([a, one], [b, other]) => value(other) - value(one) || a.localeCompare(b)).map(([id]) => id);
  expect(await walk({ q: "zebra", sort: "length" })).toEqual(by(({ words }) => words));
  expect(await walk({ q: "zebra AND NOT unicorn", sort: "hits" })).toEqual(by(({ hits }) => hits));
});

test("an order that is asked for by several at the same moment answers all of them alike", async () => {
  const q = "filler OR talk1*";
  await ask({ q, sort: "length" });
  for (const sort of ["hits", "relevance"]) {
    const pages = await Promise.all(Array.from({ length: 6 }, () => ask({ q, sort, limit: 50 })));
    for (const page of pages) expect(idsOf(page)).toEqual(idsOf(pages[0] ?? page));
  }
});

test("relevance is BM25 among the answers", async () => {
  const answers = [...held].filter(([, { hits }]) => hits > 0);
  const mean = answers.reduce((sum, [, { words }]) => sum + words, 0) / answers.length;
  const score = ({ words, hits }: { words: number; hits: number }) => (hits * 2.2) / (hits + 1.2 * (0.25 + (0.75 * words) / mean));
  const found = (await walk({ q: "zebra", sort: "relevance" })).map((id) => score(held.get(id) ?? { words: 0, hits: 0 }));
  expect(found).toHaveLength(answers.length);
  for (const [n, value] of found.entries()) expect(value).toBeLessThanOrEqual((found[n - 1] ?? 9) + 1e-9);
});

test("an order that cannot be worked out is refused, never the order of some", async () => {
  await expect(ask({ q: "", sort: "relevance" })).rejects.toMatchObject({ code: "invalid", details: { rule: "sort" } });
  await expect(ask({ q: "", sort: "hits" })).rejects.toThrow("no words to sort by");
  await expect(ask({ q: "zebra", sort: "length", after: "@50.00000000" })).rejects.toMatchObject({ code: "conflict" });
});

test.each(["date", "-date", "length"] as const)(
  "in order of %s one steps along the list, knows where one is, and stops at its ends",
  async (sort) => {
    const all = await walk({ q: "horse", sort });
    const step = (id: string, way: "next" | "previous" | "uncoded") => stepFrom(counsel, StepFrom.parse({ q: "horse", sort, id, way }));
    for (const n of [0, 1, 200, all.length - 1]) {
      const id = all[n] ?? "";
      const after = all[n + 1] ?? null;
      expect(await step(id, "next")).toEqual({ id: after, rank: after && n + 2, total: all.length });
      expect((await step(id, "previous")).id).toBe(all[n - 1] ?? null);
      expect(await placeOf(counsel, { q: "horse", sort, id })).toEqual({ rank: n + 1, total: all.length });
    }
    const outside = [...held.keys()].find((id) => !all.includes(id)) ?? "";
    expect(await placeOf(counsel, { q: "horse", sort, id: outside })).toEqual({ rank: null, total: all.length });
  },
);

test("the next uncoded is the next without a code of one's own side", async () => {
  await addCode(counsel, { key: "seen", label: "Seen", group: "issue" });
  const all = await walk({ q: "horse" });
  for (const id of all.slice(11, 75)) await applyCode(counsel, { id, code: "seen" });
  const step = (actor: Actor) => stepFrom(actor, StepFrom.parse({ q: "horse", id: all[10], way: "uncoded" }));
  expect(await step(counsel)).toMatchObject({ id: all[75], rank: 76 });
  expect(await step(await world.actor("defense counsel"))).toMatchObject({ id: all[11], rank: 12 });
});

test("a page at a rank and a step stand in the log with what they named, before it is told", async () => {
  const page = await ask({ q: "horse", rank: 5, limit: 3 });
  const { id } = await stepFrom(counsel, StepFrom.parse({ q: "horse", id: page.items[2]?.id, way: "next" }));
  const { rows } = await world.admin.query("SELECT detail FROM audit.entry WHERE action = 'conversation:search' ORDER BY id DESC LIMIT 2");
  expect(rows.map(({ detail }) => [detail.shown, detail.rank])).toEqual([
    [[id], 8],
    [idsOf(page), 5],
  ]);
});

test("a step counts where nothing was counted, finds that count from then on, and is told the same when it is asked again", async () => {
  const all = await walk({ q: "horse" });
  const fresh = await world.actor("plaintiff counsel");
  const input = StepFrom.parse({ q: "horse", id: all[3], way: "next" });
  const expected = { id: all[4], rank: 5, total: all.length };
  expect(await stepFrom(fresh, input)).toEqual(expected);
  const again = { ...fresh, request: randomUUID() };
  expect(await stepFrom(again, input)).toEqual(expected);
  expect(await stepFrom(again, input)).toEqual(expected);
  const { rows } = await world.admin.query("SELECT action FROM audit.entry WHERE session_id = $1 ORDER BY id", [fresh.session]);
  const asked = rows.map(({ action }) => action).filter((action) => action.startsWith("conversation:"));
  expect(asked).toEqual(["conversation:count", "conversation:search", "conversation:search"]);
});

test("who sees less pages, steps and counts among less", async () => {
  const expert = await world.actor("plaintiff expert");
  const hidden = (await walk({ q: "horse" })).filter((_, n) => n % 3 === 0);
  await world.admin.query(
    "UPDATE record.conversation c SET tier = 2 FROM unnest($1::text[]) id WHERE c.docno = record.find_docno($2, id)",
    [hidden, world.matter],
  );
  await world.admin.query("UPDATE access.membership SET tier = 1 WHERE person_id = $1", [expert.person]);
  const lower = await world.actor("plaintiff expert");
  const seen = (await walk({ q: "horse" })).filter((id) => !hidden.includes(id));
  const page = await searchConversations(lower, SearchConversations.parse({ q: "horse", rank: 100, limit: 20 }));
  expect(page.count.value).toBe(seen.length);
  expect(idsOf(page)).toEqual(seen.slice(99, 119));
  const next = await stepFrom(lower, StepFrom.parse({ q: "horse", id: seen[99], way: "next" }));
  expect(next).toEqual({ id: seen[100], rank: 101, total: seen.length });
  await expect(stepFrom(lower, StepFrom.parse({ q: "horse", id: hidden[0], way: "next" }))).rejects.toMatchObject({ code: "not_found" });
});

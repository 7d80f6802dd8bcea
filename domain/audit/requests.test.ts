import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { addCode } from "@/domain/coding/add";
import { viewConversation } from "@/domain/conversations/view";
import { placeHold } from "@/domain/holds/place";
import { countConversations } from "@/domain/search/count";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { freezeSet } from "@/domain/sets/freeze";
import { FreezeSet } from "@/domain/sets/schema";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
let counsel: Actor;
let colleague: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did.", "And that?", "Neither."]), talk(["Rain?", "Snow."])]);
  counsel = await world.actor("plaintiff counsel");
  colleague = await world.actor("defense counsel");
});
afterAll(() => world.close());

const entries = async (session: string, action?: string) =>
  (
    await world.admin.query(
      "SELECT count(*)::int AS n FROM audit.entry WHERE session_id = $1 AND action <> 'access:first' AND ($2::text IS NULL OR action = $2)",
      [session, action],
    )
  ).rows[0].n;
const outcomeOf = (one: Promise<unknown>) =>
  one.then(
    () => "done",
    (error) => error.details?.rule ?? error.code ?? String(error),
  );

type Deed = (actor: Actor, n: number) => Promise<unknown>;
/** What a request may do, how many entries one leaves, and how many rows it may add. */
const deeds: Record<string, { deed: Deed; entries: number; rows?: string; again: string }> = {
  view: { deed: (actor) => viewConversation(actor, { id: "T1-000000001", turns: "1-2" }), entries: 1, again: "done" },
  "a view of nothing": { deed: (actor) => viewConversation(actor, { id: "T9-000000001" }), entries: 1, again: "not_found" },
  search: { deed: (actor) => searchConversations(actor, SearchConversations.parse({ q: "wrote" })), entries: 2, again: "done" },
  count: { deed: (actor) => countConversations(actor, { q: "wrote" }), entries: 1, again: "replayed" },
  "a code": {
    deed: (actor, n) => addCode(actor, { key: `code-${n}`, label: "A code", group: "issue" }),
    entries: 1,
    rows: "work.code",
    again: "replayed",
  },
  "a set": {
    deed: (actor, n) => freezeSet(actor, FreezeSet.parse({ name: `Set ${n}` })),
    entries: 2,
    rows: "work.reviewed_set",
    again: "replayed",
  },
  "a hold": {
    deed: (actor, n) => placeHold(actor, { scope: "volume", target: "Volume 1", reason: `r ${n}`, authority: "a" }),
    entries: 1,
    rows: "release.hold",
    again: "replayed",
  },
};

let n = 0;
test.each(Object.keys(deeds))("the same request twice, one after the other or at once, is one entry and one effect: %s", async (name) => {
  const { deed, entries: left, rows, again } = deeds[name] ?? deeds.view ?? expect.fail();
  const countRows = async () => (rows ? (await world.admin.query(`SELECT count(*)::int AS n FROM ${rows}`)).rows[0].n : 0);
  for (const times of [2, 5]) {
    const [before, there] = [await entries(counsel.session), await countRows()];
    const actor = { ...counsel, request: randomUUID() };
    const number = ++n;
    const outcomes =
      times === 2
        ? [await outcomeOf(deed(actor, number)), await outcomeOf(deed(actor, number))]
        : await Promise.all(Array.from({ length: times }, () => outcomeOf(deed(actor, number))));
    expect(await entries(counsel.session), `${name} ${times}`).toBe(before + left);
    expect(await countRows(), `${name} ${times}`).toBe(there + (rows ? 1 : 0));
    const expected = [again, name === "a view of nothing" ? "not_found" : "done", "replayed"];
    expect(outcomes.filter((one) => !expected.includes(one))).toEqual([]);
    if (times === 2) expect(outcomes[1]).toBe(again);
  }
});

test("whatever order requests come in, however often each is sent: as many entries as there were different ones", async () => {
  const request = fc.record({ which: fc.nat(4), who: fc.boolean(), turns: fc.constantFrom("1-2", "3-4") });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (sent) => {
      const ids = Array.from({ length: 5 }, () => randomUUID());
      const before = (await entries(counsel.session, "conversation:view")) + (await entries(colleague.session, "conversation:view"));
      const shown = await Promise.all(
        sent.map(({ which, who, turns }) =>
          viewConversation({ ...(who ? counsel : colleague), request: ids[which] }, { id: "T1-000000001", turns }).then(
            ({ entry, items }) => ({ which, who, turns, entry, text: items.map(({ text }) => text).join() }),
            (error) => error.details?.rule,
          ),
        ),
      );
      const after = (await entries(counsel.session, "conversation:view")) + (await entries(colleague.session, "conversation:view"));
      expect(after - before).toBe(new Set(sent.map(({ which, who }) => `${which} ${who}`)).size);
      // What was shown under one request is one thing, under one entry; a name that means two things is answered for one of them.
      const answers = new Map<string, string>();
      for (const one of shown) {
        if (one === "replayed") continue;
        const { which, who, turns, entry, text } = one;
        const answer = `${turns} ${entry} ${text}`;
        expect(answers.get(`${which} ${who}`) ?? answer).toBe(answer);
        answers.set(`${which} ${who}`, answer);
      }
      expect(answers.size).toBe(new Set(sent.map(({ which, who }) => `${which} ${who}`)).size);
    }),
    { numRuns: 25 },
  );
});

test("another session's request of the same name is another request", async () => {
  const request = randomUUID();
  const one = await viewConversation({ ...counsel, request }, { id: "T1-000000001" });
  const two = await viewConversation({ ...colleague, request }, { id: "T1-000000001" });
  expect(two.entry).not.toBe(one.entry);
});

test("a request that is sent again later than a ticket is good for shows nothing and leaves no line", async () => {
  const request = randomUUID();
  await viewConversation({ ...counsel, request }, { id: "T1-000000001" });
  await world.admin.query(
    `BEGIN; SET LOCAL session_replication_role = replica; ALTER TABLE audit.entry DISABLE TRIGGER entries_are_never_changed;
     UPDATE audit.entry SET at = at - interval '21 seconds' WHERE request_id = '${request}';
     ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER entries_are_never_changed; COMMIT`,
  );
  const before = await entries(counsel.session);
  await expect(viewConversation({ ...counsel, request }, { id: "T1-000000001" })).rejects.toMatchObject({ details: { rule: "replayed" } });
  expect(await entries(counsel.session)).toBe(before);
});

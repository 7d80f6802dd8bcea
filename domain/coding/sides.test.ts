import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { listHolds } from "@/domain/holds/list";
import { placeHold } from "@/domain/holds/place";
import { listProductions } from "@/domain/productions/list";
import { readProduction } from "@/domain/productions/read";
import { countConversations } from "@/domain/search/count";
import { CountConversations, SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { listSetConversations } from "@/domain/sets/conversations";
import { freezeSet } from "@/domain/sets/freeze";
import { listSets } from "@/domain/sets/list";
import { readSet } from "@/domain/sets/read";
import { FreezeSet } from "@/domain/sets/schema";
import { ask, ended, exportingWorld } from "@/prisma/testing/exports";
import { giveSideKey } from "@/prisma/testing/side-key";
import type { Who } from "@/prisma/testing/world";
import { addCode } from "./add";
import { applyCode } from "./apply";
import { readCodebook } from "./codebook";
import { readCodings } from "./codings";

// One side codes, notes, freezes, holds and exports, always with this word. Then everybody asks everything.
const MARK = "ours-alone";
const id = "T1-000000007";

let world: Awaited<ReturnType<typeof exportingWorld>>;
let made: { set: string; production: string };
beforeAll(async () => {
  world = await exportingWorld();
  await giveSideKey(world, "plaintiff");
  const counsel = await world.actor("plaintiff counsel");
  await addCode(counsel, { key: MARK, label: `Label ${MARK}`, group: "issue" });
  await applyCode(counsel, { id, code: MARK, note: `Note ${MARK}` });
  await searchConversations(counsel, SearchConversations.parse({ q: MARK }));
  await countConversations(counsel, CountConversations.parse({ q: MARK }));
  const set = await freezeSet(counsel, FreezeSet.parse({ name: `Set ${MARK}`, query: `quagga OR ${MARK}` }));
  const { id: production } = await ask(counsel, set.id);
  await ended(counsel, production);
  await placeHold(counsel, { scope: "set", target: set.id, reason: "Preservation", authority: "ECF 1" });
  made = { set: set.id, production };
});
afterAll(() => world.close());

/** Whatever the actor is answered by every verb that could tell of another's work product; refusals are answers too. */
async function everything(actor: Actor): Promise<string> {
  const answers = [
    () => readCodebook(actor),
    () => readCodings(actor, { id }),
    () => searchConversations(actor, SearchConversations.parse({ q: "7", limit: 200 })),
    () => countConversations(actor, CountConversations.parse({})),
    () => listSets(actor, { limit: 200 }),
    () => readSet(actor, { id: made.set }),
    () => listSetConversations(actor, { id: made.set, limit: 50 }),
    () => listProductions(actor, { limit: 200 }),
    () => readProduction(actor, { id: made.production }),
    () => listHolds(actor, { limit: 200 }),
    () => readLog(actor, { limit: 1_000 }),
  ];
  const said: unknown[] = [];
  for (const answer of answers) said.push(await answer().catch((error: Error) => error.message));
  return JSON.stringify(said);
}

const strangers: readonly Who[] = ["defense counsel", "defense expert", "monitor", "custodian", "operator"];

test.each(strangers)("no answer to the %s says a word of it", async (who) => {
  expect(await everything(await world.actor(who))).not.toContain(MARK);
});

test("the own side finds all of it by the same questions", async () => {
  const said = await everything(await world.actor("plaintiff counsel"));
  for (const words of [`Label ${MARK}`, `Set ${MARK}`, `quagga OR ${MARK}`, `"key":"${MARK}"`]) expect(said).toContain(words);
});

test("the other side's counts and filters are as if nothing had been coded", async () => {
  const theirs = await world.actor("defense counsel");
  const { search: _, ...counted } = await countConversations(theirs, CountConversations.parse({}));
  expect(counted.facets.code).toEqual([]);
  expect(await countConversations(theirs, CountConversations.parse({ uncoded: true }))).toMatchObject(counted);
  expect((await countConversations(theirs, CountConversations.parse({ code: MARK }))).count.value).toBe(0);
  expect((await searchConversations(theirs, SearchConversations.parse({ code: MARK }))).items).toEqual([]);
  const ours = await countConversations(await world.actor("plaintiff expert"), CountConversations.parse({ code: MARK }));
  expect(ours.count.value).toBe(1);
});

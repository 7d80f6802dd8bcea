// What is the other side's, another matter's or above one's tier is answered as what is not there: in the same words, and by the same work. The
// work is counted in statements, because no clock is steady: a second question would be asked only of what is there.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { endSession } from "@/domain/account/end-session";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { readCodings } from "@/domain/coding/codings";
import { AddCode, ApplyCode, WithdrawCode } from "@/domain/coding/schema";
import { withdrawCode } from "@/domain/coding/withdraw";
import { copyConversation } from "@/domain/conversations/copy";
import { printConversation } from "@/domain/conversations/print";
import { viewConversation } from "@/domain/conversations/view";
import { viewSource } from "@/domain/conversations/view-source";
import { challengeDesignation } from "@/domain/designations/challenge";
import { ChallengeDesignation } from "@/domain/designations/schema";
import { placeHold } from "@/domain/holds/place";
import { downloadFile } from "@/domain/productions/download";
import { readProduction } from "@/domain/productions/read";
import { makeReceipt } from "@/domain/proofs/receipt";
import { reportLeak } from "@/domain/redactions/report";
import { countConversations } from "@/domain/search/count";
import { placeOf } from "@/domain/search/place";
import { readSearch } from "@/domain/search/read-search";
import { PlaceOf, SearchConversations, StepFrom } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { stepFrom } from "@/domain/search/step";
import { combineSets } from "@/domain/sets/combine";
import { listSetConversations } from "@/domain/sets/conversations";
import { dropSaved } from "@/domain/sets/drop-saved";
import { freezeSet } from "@/domain/sets/freeze";
import { lookAtSaved } from "@/domain/sets/look-saved";
import { readSet } from "@/domain/sets/read";
import { saveSearch } from "@/domain/sets/save-search";
import { SaveSearch } from "@/domain/sets/saved-schema";
import { FreezeSet } from "@/domain/sets/schema";
import { cancelTermReport } from "@/domain/terms/cancel";
import { reportSettled } from "@/domain/terms/job";
import { listTerms } from "@/domain/terms/list-terms";
import { makeTermReport } from "@/domain/terms/make";
import { readTermReport } from "@/domain/terms/read";
import { resumeTermReport } from "@/domain/terms/resume";
import { MakeTermReport } from "@/domain/terms/schema";
import { ask, ended } from "@/prisma/testing/exports";
import { talk } from "@/prisma/testing/world";
import type { Stage } from "./deed";
import { setStage } from "./stage";

let stage: Stage;
let theirs: Actor;
let ours: Actor;
const made: Record<string, string> = {};
const nowhere = randomUUID();
beforeAll(async () => {
  stage = await setStage();
  [theirs, ours] = [await stage.as("colleague"), await stage.as("counsel")];
  await stage.newVolume();
  await stage.volume([talk(["Too high", "for us"])], { tier: 3, controlPrefix: "HIGH" });
  const set = (await freezeSet(theirs, FreezeSet.parse({ name: "Theirs", query: "three" }))).id;
  const production = (await ended(theirs, (await ask(theirs, set)).id)).id;
  const report = (await makeTermReport(theirs, MakeTermReport.parse({ name: "Theirs", terms: ["wrote"] }))).id;
  await reportSettled(report);
  await addCode(theirs, AddCode.parse({ key: "theirs", label: "Theirs" }));
  const saved = (await saveSearch(theirs, SaveSearch.parse({ name: "Theirs", query: "wrote" }))).id;
  const { entry } = await viewConversation(theirs, { id: "T1-000000001" });
  const { search } = await countConversations(theirs, { q: "wrote" });
  Object.assign(made, {
    set,
    production,
    report,
    saved,
    entry,
    run: search.id,
    session: theirs.session,
    code: "theirs",
    high: "HIGH-000000001",
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => stage.close());

const set = (id: string) => SearchConversations.parse({ q: "wrote", set: id });
const because = { reason: "Preservation", authority: "ECF 1" };
let asked = 0;
/** Of which kind it is, what is asked of it, and what is not there. */
const questions: Record<string, readonly [keyof typeof made, (id: string) => Promise<unknown>, string?]> = {
  "reading a set": ["set", (id) => readSet(ours, { id })],
  "its conversations": ["set", (id) => listSetConversations(ours, { id, limit: 5 })],
  "a search within it": ["set", (id) => searchConversations(ours, set(id))],
  "a union with it": ["set", (id) => combineSets(ours, { name: `Ours ${++asked}`, op: "union", sets: [id, randomUUID()] })],
  "holding it": ["set", (id) => placeHold(ours, { scope: "set", target: id, ...because })],
  "exporting it": ["set", (id) => ask(ours, id)],
  "a term report of it": [
    "set",
    (id) => makeTermReport(ours, MakeTermReport.parse({ name: `Ours ${++asked}`, terms: ["wrote"], filters: { set: id } })),
  ],
  "a production": ["production", (id) => readProduction(ours, { id })],
  "a file of it": ["production", (id) => downloadFile(ours, { id, name: "manifest.json" })],
  "a term report": ["report", (id) => readTermReport(ours, { id })],
  "its terms": ["report", (id) => listTerms(ours, { id, limit: 5, format: "json" })],
  "ending it": ["report", (id) => cancelTermReport(ours, { id })],
  "going on with it": ["report", (id) => resumeTermReport(ours, { id })],
  "looking at a saved search": ["saved", (id) => lookAtSaved(ours, { id })],
  "dropping it": ["saved", (id) => dropSaved(ours, { id })],
  "the state of a search": ["run", (id) => readSearch(ours, { id, wait: 0 })],
  "a receipt": ["entry", (id) => makeReceipt(ours, { entry: id }), "999999999"],
  "ending a session": ["session", (id) => endSession(ours, { id })],
  "a code": ["code", (code) => applyCode(ours, ApplyCode.parse({ id: "T1-000000001", code })), "nobody-s"],
  "taking it off": ["code", (code) => withdrawCode(ours, WithdrawCode.parse({ id: "T1-000000001", code })), "nobody-s"],
  "a conversation above one's tier": ["high", (id) => viewConversation(ours, { id }), "HIGH-000000009"],
  "what came with it": ["high", (id) => viewSource(ours, { id }), "HIGH-000000009"],
  "printing it": ["high", (id) => printConversation(ours, { id, from: 1, to: 2, reason: "Exhibit" }), "HIGH-000000009"],
  "copying of it": ["high", (id) => copyConversation(ours, { id, characters: 5 }), "HIGH-000000009"],
  "coding it": ["high", (id) => applyCode(ours, ApplyCode.parse({ id, code: "theirs" })), "HIGH-000000009"],
  "its codes": ["high", (id) => readCodings(ours, { id }), "HIGH-000000009"],
  "its place among answers": ["high", (id) => placeOf(ours, PlaceOf.parse({ id, q: "wrote" })), "HIGH-000000009"],
  "a step from it": ["high", (id) => stepFrom(ours, StepFrom.parse({ id, q: "wrote", way: "next" })), "HIGH-000000009"],
  "a page after it": ["high", (id) => searchConversations(ours, SearchConversations.parse({ q: "wrote", after: id })), "HIGH-000000009"],
  "a challenge to it": [
    "high",
    (conversation) => challengeDesignation(ours, ChallengeDesignation.parse({ conversation, tier: 1, grounds: "None.", conferred: "No." })),
    "HIGH-000000009",
  ],
  "masking in it": [
    "high",
    (conversationId) => reportLeak(ours, { conversationId, turn: 1, start: 0, end: 3, quote: "Too", type: "PERSON", reason: "Left." }),
    "HIGH-000000009",
  ],
};

/** What answers without saying that there is nothing: an empty list, no place. */
const tellsNothing = ["its codes", "its place among answers"];

/** What is answered, with what was asked for taken out of the words, and the statements that it took. */
async function answerTo(question: (id: string) => Promise<unknown>, id: string) {
  const query = vi.spyOn(pg.Client.prototype, "query");
  const answer = await question(id).then(
    (result) => ({ result }),
    (error) => ({ code: error.code, message: error.message.replaceAll(id, "…"), details: error.details }),
  );
  const statements = query.mock.calls.map(([sent]) => (typeof sent === "string" ? sent : (sent as { text: string }).text));
  query.mockRestore();
  return { answer, statements };
}

test.each(Object.keys(questions))("%s: theirs and nobody's are answered alike", async (name) => {
  const [kind, question, nothing = nowhere] = questions[name] ?? expect.fail();
  const id = made[kind] ?? expect.fail(kind);
  await answerTo(question, nothing); // whatever is done once for all, as a connection that is opened
  const [one, other] = [await answerTo(question, id), await answerTo(question, nothing)];
  if (!tellsNothing.includes(name)) expect(one.answer).toMatchObject({ code: expect.stringMatching(/^(not_found|invalid)$/) });
  expect(one.answer).toEqual(other.answer);
  expect(one.statements.length).toBeGreaterThan(0);
  expect(one.statements).toEqual(other.statements);
});

test("counted or frozen within a set that is theirs or nobody's, nothing answers", async () => {
  for (const id of [made.set ?? "", nowhere]) {
    expect((await countConversations(ours, { q: "wrote", set: id })).count).toEqual({ value: 0, relation: "exact" });
    expect(await freezeSet(ours, FreezeSet.parse({ name: `Ours ${++asked}`, query: "three", filters: { set: id } }))).toMatchObject({
      size: 0,
    });
  }
});

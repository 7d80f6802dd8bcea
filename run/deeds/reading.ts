// What is done with the record and with the work of a side.
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { readCodebook } from "@/domain/coding/codebook";
import { AddCode, ApplyCode } from "@/domain/coding/schema";
import { copyConversation } from "@/domain/conversations/copy";
import { printConversation } from "@/domain/conversations/print";
import { viewConversation } from "@/domain/conversations/view";
import { clawBack } from "@/domain/redactions/claw-back";
import { decidePlaces } from "@/domain/redactions/decide";
import { liftRedaction } from "@/domain/redactions/lift";
import { listRedactions } from "@/domain/redactions/list";
import { readRedaction } from "@/domain/redactions/read";
import { reportLeak } from "@/domain/redactions/report";
import { searchElsewhere } from "@/domain/redactions/search-elsewhere";
import { countConversations } from "@/domain/search/count";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { freezeSet } from "@/domain/sets/freeze";
import { listSets } from "@/domain/sets/list";
import { saveSearch } from "@/domain/sets/save-search";
import { SaveSearch } from "@/domain/sets/saved-schema";
import { FreezeSet } from "@/domain/sets/schema";
import { reportSettled } from "@/domain/terms/job";
import { makeTermReport } from "@/domain/terms/make";
import { MakeTermReport } from "@/domain/terms/schema";
import type { Deeds, Stage } from "./deed";

const words = SearchConversations.parse({ q: "wrote" });
const named = (stage: Stage) => `Named ${stage.next()}`;
export const newSet = async (stage: Stage, query: string) =>
  freezeSet(await stage.as("counsel"), FreezeSet.parse({ name: named(stage), query }));

/** A leak in a conversation of its own, whose words stand in every other one: reported, looked for elsewhere. */
async function reported(stage: Stage) {
  const [expert, conversationId] = [await stage.as("expert"), stage.conversation()];
  const quote = "Ada Quill";
  const leak = { conversationId, turn: 2, start: 0, end: quote.length, quote, type: "PERSON", reason: "Left by the tool." } as const;
  return { expert, leak };
}
async function found(stage: Stage) {
  const { expert, leak } = await reported(stage);
  const { id } = await reportLeak(expert, leak);
  await searchElsewhere(expert, id);
  return id;
}

export const reading: Deeds<
  | "conversation:ask"
  | "conversation:search"
  | "conversation:count"
  | "conversation:view"
  | "conversation:copy"
  | "conversation:print"
  | "access:first"
  | "codebook:read"
  | "codebook:keep"
  | "code:apply"
  | "set:read"
  | "set:freeze"
  | "search:save"
  | "search:report"
  | "redaction:read"
  | "redaction:report"
  | "redaction:search"
  | "redaction:decide"
  | "redaction:claw-back"
  | "redaction:lift"
> = {
  "conversation:ask": {
    by: "expert",
    ready: () => ({ work: (actor) => searchConversations(actor, words) }),
    leaves: ["conversation:ask", "conversation:search"],
  },
  "conversation:search": {
    by: "counsel",
    ready: () => ({ work: (actor) => searchConversations(actor, words) }),
    leaves: ["conversation:ask", "conversation:search"],
  },
  "conversation:count": { by: "expert", ready: () => ({ work: (actor) => countConversations(actor, { q: "wrote" }) }) },
  "conversation:view": {
    by: "expert",
    ready: (stage) => {
      const id = stage.conversation();
      return { work: (actor) => viewConversation(actor, { id }) };
    },
  },
  "access:first": {
    by: "colleague",
    ready: async (stage) => ({ as: await stage.newcomer(), work: (actor) => viewConversation(actor, { id: "T1-000000001" }) }),
    leaves: ["conversation:view", "access:first"],
  },
  "conversation:copy": { by: "expert", ready: () => ({ work: (actor) => copyConversation(actor, { id: "T1-000000001", characters: 5 }) }) },
  "conversation:print": {
    by: "counsel",
    ready: (stage) => {
      const id = stage.conversation();
      return { work: (actor) => printConversation(actor, { id, from: 1, to: 2, reason: "Exhibit 4" }) };
    },
  },
  "codebook:read": { by: "expert", ready: () => ({ work: readCodebook }), leaves: [] },
  "codebook:keep": {
    by: "counsel",
    ready: (stage) => {
      const key = `code-${stage.next()}`;
      return { work: (actor) => addCode(actor, AddCode.parse({ key, label: "A code" })) };
    },
  },
  "code:apply": {
    by: "counsel",
    ready: async (stage) => {
      const key = `code-${stage.next()}`;
      await addCode(await stage.as("counsel"), AddCode.parse({ key, label: "A code" }));
      return { work: (actor) => applyCode(actor, ApplyCode.parse({ id: "T1-000000001", code: key })) };
    },
  },
  "set:read": { by: "expert", ready: () => ({ work: (actor) => listSets(actor, { limit: 5 }) }), leaves: [] },
  // Freezing counts, and a question is on record before it is counted.
  "set:freeze": {
    by: "counsel",
    ready: (stage) => {
      const name = named(stage);
      return { work: (actor) => freezeSet(actor, FreezeSet.parse({ name, query: "wrote" })) };
    },
    leaves: ["conversation:count", "set:freeze"],
  },
  "search:save": {
    by: "counsel",
    ready: (stage) => {
      const name = named(stage);
      return { work: (actor) => saveSearch(actor, SaveSearch.parse({ name, query: "wrote" })) };
    },
  },
  "search:report": {
    by: "counsel",
    ready: (stage) => {
      const name = named(stage);
      return {
        work: async (actor) => {
          const { id } = await makeTermReport(actor, MakeTermReport.parse({ name, terms: ["wrote", "neither"] }));
          await reportSettled(id);
        },
      };
    },
  },
  "redaction:read": { by: "expert", ready: () => ({ work: (actor) => listRedactions(actor, { limit: 5, waiting: false }) }), leaves: [] },
  // A report is followed by a search for its words elsewhere, which has an entry of its own once it is done.
  "redaction:report": {
    by: "expert",
    ready: async (stage) => {
      const { leak } = await reported(stage);
      return {
        work: async (actor) => {
          const { id } = await reportLeak(actor, leak);
          await searchElsewhere(actor, id);
        },
      };
    },
    leaves: ["redaction:report", "redaction:search"],
  },
  "redaction:search": {
    by: "expert",
    ready: async (stage) => {
      const { leak } = await reported(stage);
      return {
        work: async (actor) => {
          const { id } = await reportLeak(actor, leak);
          await searchElsewhere(actor, id);
        },
      };
    },
    leaves: ["redaction:report", "redaction:search"],
  },
  "redaction:decide": {
    by: "custodian",
    ready: async (stage) => {
      const id = await found(stage);
      const { places } = await readRedaction(await stage.as("custodian"), { id });
      return { work: (actor) => decidePlaces(actor, { id, masked: false, places: places.slice(0, 2).map((place) => place.id) }) };
    },
  },
  "redaction:claw-back": {
    by: "colleague",
    ready: (stage) => {
      const conversationId = stage.conversation();
      return { work: (actor) => clawBack(actor, { conversationId, reason: "Privileged." }) };
    },
  },
  "redaction:lift": {
    by: "custodian",
    ready: async (stage) => {
      const id = await found(stage);
      return { work: (actor) => liftRedaction(actor, { id, reason: "It is a public name.", everywhere: false }) };
    },
  },
};

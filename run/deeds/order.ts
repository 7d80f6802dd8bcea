// The order, and who is let in under it.
import { clearExpert } from "@/domain/disclosures/clear";
import { discloseExpert } from "@/domain/disclosures/disclose";
import { downloadCv } from "@/domain/disclosures/download-cv";
import { listDisclosures } from "@/domain/disclosures/list";
import { objectToExpert } from "@/domain/disclosures/object";
import { ruleOnObjection } from "@/domain/disclosures/rule";
import { DiscloseExpert } from "@/domain/disclosures/schema";
import { waiveObjection } from "@/domain/disclosures/waive";
import { withdrawExpert } from "@/domain/disclosures/withdraw";
import { draftOrder } from "@/domain/orders/draft";
import { listOrders } from "@/domain/orders/list";
import { putInForce } from "@/domain/orders/put-in-force";
import { readOrder } from "@/domain/orders/read";
import { readDrafts } from "@/domain/orders/read-draft";
import { DraftOrder } from "@/domain/orders/schema";
import { withdrawDraft } from "@/domain/orders/withdraw-draft";
import { addPerson } from "@/domain/people/add-person";
import { endSessions } from "@/domain/people/end-sessions";
import { releaseBudget } from "@/domain/people/release-budget";
import { removePerson } from "@/domain/people/remove";
import { resetPerson } from "@/domain/people/reset";
import { readRoster } from "@/domain/people/roster";
import { AddPerson } from "@/domain/people/schema";
import { signUndertaking } from "@/domain/people/sign";
import { suspendPerson } from "@/domain/people/suspend";
import type { Deeds, Stage } from "./deed";

const reason = "As stipulated.";

function candidate(stage: Stage): DiscloseExpert {
  const cv = Buffer.from("Ada Quill. Twenty years of counting words.").toString("base64");
  const who = { email: `ada${stage.next()}@quill.example`, name: "Ada Quill", employer: "Quill Analytics", relationships: "None." };
  return DiscloseExpert.parse({ ...who, tier: 2, cvName: "quill.txt", cv });
}
const disclosed = async (stage: Stage) => discloseExpert(await stage.as("counsel"), candidate(stage));
async function nextVersion(stage: Stage): Promise<DraftOrder> {
  const custodian = await stage.as("custodian");
  const [newest] = (await listOrders(custodian)).items;
  const { version, title, text, settings } = await readOrder(custodian, { version: newest?.version ?? 0 });
  return DraftOrder.parse({ base: version, title, text, settings: { ...settings, idleMinutes: 20 + stage.next() }, reason });
}
const email = (stage: Stage) => `somebody${stage.next()}@defense.example`;

export const order: Deeds<
  | "order:read"
  | "order:draft"
  | "order:amend"
  | "undertaking:sign"
  | "people:read"
  | "people:add"
  | "people:manage"
  | "people:remove"
  | "people:end-sessions"
  | "people:reset"
  | "budget:release"
  | "disclosure:read"
  | "disclosure:cv"
  | "disclosure:make"
  | "disclosure:withdraw"
  | "disclosure:object"
  | "disclosure:waive"
  | "disclosure:rule"
  | "disclosure:clear"
> = {
  "order:read": { by: "expert", ready: () => ({ work: listOrders }), leaves: [] },
  "order:draft": {
    by: "custodian",
    ready: async (stage) => {
      const waiting = (await readDrafts(await stage.as("monitor"))).items[0];
      if (waiting) await withdrawDraft(await stage.as("custodian"), { id: waiting.id, reason });
      const draft = await nextVersion(stage);
      return { work: (actor) => draftOrder(actor, draft) };
    },
  },
  "order:amend": {
    by: "monitor",
    ready: async (stage) => {
      const monitor = await stage.as("monitor");
      if ((await readDrafts(monitor)).items.length === 0) await draftOrder(await stage.as("custodian"), await nextVersion(stage));
      const [{ id = "", hash = "" } = {}] = (await readDrafts(monitor)).items;
      return { work: (actor) => putInForce(actor, { id, hash, reason }) };
    },
  },
  "undertaking:sign": {
    by: "colleague",
    ready: async (stage) => {
      const as = await stage.newcomer({ signed: false });
      return { as, work: (actor) => signUndertaking(actor, { hash: actor.order.sha256, name: actor.name }) };
    },
  },
  "people:read": { by: "custodian", ready: () => ({ work: readRoster }), leaves: [] },
  "people:add": {
    by: "custodian",
    ready: (stage) => {
      const person = AddPerson.parse({ email: email(stage), name: "Nora", side: "defense", role: "counsel", tier: 1 });
      return { work: (actor) => addPerson(actor, person) };
    },
  },
  "people:manage": {
    by: "custodian",
    ready: async (stage) => {
      const { person: id } = await stage.newcomer();
      return { work: (actor) => suspendPerson(actor, { id, reason }) };
    },
  },
  "people:remove": {
    by: "custodian",
    ready: async (stage) => {
      const { person: id } = await stage.newcomer();
      return { work: (actor) => removePerson(actor, { id, reason }) };
    },
  },
  "people:end-sessions": {
    by: "custodian",
    ready: async (stage) => {
      const { person: id } = await stage.newcomer();
      return { work: (actor) => endSessions(actor, { id, reason }) };
    },
  },
  "people:reset": {
    by: "custodian",
    ready: async (stage) => {
      const { person: id } = await stage.newcomer();
      return { work: (actor) => resetPerson(actor, { id, reason, password: true }) };
    },
  },
  "budget:release": {
    by: "monitor",
    ready: async (stage) => {
      const { person: id } = await stage.as("expert");
      return { work: (actor) => releaseBudget(actor, { id, views: 5, characters: 0, hours: 1, reason }) };
    },
  },
  "disclosure:read": { by: "counsel", ready: () => ({ work: listDisclosures }), leaves: [] },
  "disclosure:cv": {
    by: "colleague",
    ready: async (stage) => {
      const { id } = await disclosed(stage);
      return { work: (actor) => downloadCv(actor, { id }) };
    },
  },
  "disclosure:make": {
    by: "counsel",
    ready: (stage) => {
      const who = candidate(stage);
      return { work: (actor) => discloseExpert(actor, who) };
    },
  },
  "disclosure:withdraw": {
    by: "counsel",
    ready: async (stage) => {
      const { id } = await disclosed(stage);
      return { work: (actor) => withdrawExpert(actor, { id, reason }) };
    },
  },
  "disclosure:object": {
    by: "colleague",
    ready: async (stage) => {
      const { id } = await disclosed(stage);
      return { work: (actor) => objectToExpert(actor, { id, reason }) };
    },
  },
  "disclosure:waive": {
    by: "colleague",
    ready: async (stage) => {
      const { id } = await disclosed(stage);
      return { work: (actor) => waiveObjection(actor, { id }) };
    },
  },
  "disclosure:rule": {
    by: "monitor",
    ready: async (stage) => {
      const { id } = await disclosed(stage);
      await objectToExpert(await stage.as("colleague"), { id, reason });
      return { work: (actor) => ruleOnObjection(actor, { id, ruling: "overruled", text: "Dkt. 88" }) };
    },
  },
  "disclosure:clear": {
    by: "custodian",
    ready: async (stage) => {
      const { id } = await disclosed(stage);
      await waiveObjection(await stage.as("colleague"), { id });
      return { work: (actor) => clearExpert(actor, { id, reason }) };
    },
  },
};

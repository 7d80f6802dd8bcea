// Volumes and how they come and go, what is designated, what is held, what leaves.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { viewConversation } from "@/domain/conversations/view";
import { challengeDesignation } from "@/domain/designations/challenge";
import { dropChallenge } from "@/domain/designations/drop";
import { listDesignations } from "@/domain/designations/list";
import { ruleOnChallenge } from "@/domain/designations/rule";
import { ChallengeDesignation, SetDesignation } from "@/domain/designations/schema";
import { setDesignation } from "@/domain/designations/set";
import { upholdDesignation } from "@/domain/designations/uphold";
import { withdrawDesignation } from "@/domain/designations/withdraw";
import { approveRelease } from "@/domain/holds/approve-release";
import { listHolds } from "@/domain/holds/list";
import { placeHold } from "@/domain/holds/place";
import { requestRelease } from "@/domain/holds/request-release";
import { runIntake } from "@/domain/intake/run-intake";
import { RunIntake } from "@/domain/intake/schema";
import { askProduction } from "@/domain/productions/ask";
import { downloadFile } from "@/domain/productions/download";
import { listProductions } from "@/domain/productions/list";
import { AskProduction } from "@/domain/productions/schema";
import { drawReading } from "@/domain/readings/draw";
import { listReadings } from "@/domain/readings/list";
import { markReading } from "@/domain/readings/mark";
import { DrawReading } from "@/domain/readings/schema";
import { approveDeletion } from "@/domain/volumes/approve-deletion";
import { listVolumes } from "@/domain/volumes/list";
import { purgeVolumes } from "@/domain/volumes/purge";
import { refuseDeletion } from "@/domain/volumes/refuse-deletion";
import { requestDeletion } from "@/domain/volumes/request-deletion";
import { ask, ended } from "@/prisma/testing/exports";
import type { Deeds, Stage } from "./deed";
import { newSet } from "./reading";

const because = { reason: "Preservation", authority: "ECF 551" };

async function asked(stage: Stage) {
  const id = await stage.newVolume();
  await requestDeletion(await stage.as("custodian"), { id, confirm: id, ...because });
  return id;
}
async function challenged(stage: Stage) {
  const more = { turn: 0, tier: 1, grounds: "Nothing in it is sensitive.", conferred: "By telephone on 3 November." };
  return challengeDesignation(await stage.as("counsel"), ChallengeDesignation.parse({ conversation: stage.conversation(), ...more }));
}
/** A hold on one conversation, placed by the monitor, so that it stops nothing else. */
async function held(stage: Stage) {
  return placeHold(await stage.as("monitor"), { scope: "conversation", target: stage.conversation(), ...because });
}
async function drawn(stage: Stage) {
  const volume = await stage.newVolume();
  const readers = { first: "expert@plaintiff.example", second: "expert@defense.example", adjudicator: "counsel@defense.example" };
  return DrawReading.parse({ volume, size: 10, seed: "s", ...readers });
}
async function delivery(stage: Stage, supersedes?: string) {
  const volume = `Delivery ${stage.next()}`;
  const file = path.join(stage.folder, `${volume}.jsonl`);
  await writeFile(file, `{"id":"a","messages":[{"role":"user","content":"zebra ${volume}"},{"role":"assistant","content":"Yes."}]}\n`);
  return RunIntake.parse({ volume, files: [file], format: "messages", manifest: supersedes ? { supersedes } : {} });
}

export const leaving: Deeds<
  | "volume:read"
  | "intake:run"
  | "volume:supersede"
  | "volume:request-deletion"
  | "volume:approve-deletion"
  | "volume:refuse-deletion"
  | "volume:purge"
  | "designation:read"
  | "designation:set"
  | "designation:challenge"
  | "designation:drop"
  | "designation:withdraw"
  | "designation:uphold"
  | "designation:rule"
  | "reading:read"
  | "reading:draw"
  | "reading:mark"
  | "hold:read"
  | "hold:place"
  | "hold:request-release"
  | "hold:approve-release"
  | "production:read"
  | "production:ask"
  | "production:download"
> = {
  "volume:read": { by: "expert", ready: () => ({ work: (actor) => listVolumes(actor, {}) }), leaves: [] },
  // What was asked for, and what became of it.
  "intake:run": {
    by: "custodian",
    ready: async (stage) => {
      const input = await delivery(stage);
      return { work: (actor) => runIntake(actor, input, { intakeUrl: stage.intakeUrl }) };
    },
    leaves: ["intake:run", "intake:run"],
  },
  // That it takes the place of another is something that the delivery says of itself, which is written down first.
  "volume:supersede": {
    by: "custodian",
    ready: async (stage) => {
      const older = await delivery(stage);
      await runIntake(await stage.as("custodian"), older, { intakeUrl: stage.intakeUrl });
      const input = await delivery(stage, older.volume);
      return { work: (actor) => runIntake(actor, input, { intakeUrl: stage.intakeUrl }) };
    },
    leaves: ["intake:run", "intake:run", "volume:supersede", "intake:run"],
  },
  "volume:request-deletion": {
    by: "custodian",
    ready: async (stage) => {
      const id = await stage.newVolume();
      return { work: (actor) => requestDeletion(actor, { id, confirm: id, ...because }) };
    },
  },
  "volume:approve-deletion": {
    by: "monitor",
    ready: async (stage) => {
      const id = await asked(stage);
      return { work: (actor) => approveDeletion(actor, { id, confirm: id }) };
    },
  },
  "volume:refuse-deletion": {
    by: "monitor",
    ready: async (stage) => {
      const id = await asked(stage);
      return { work: (actor) => refuseDeletion(actor, { id, reason: "Not yet." }) };
    },
  },
  // One for each partition that goes; this volume has one.
  "volume:purge": {
    by: "host",
    ready: async (stage) => {
      await purgeVolumes(stage.intakeUrl);
      const id = await asked(stage);
      await approveDeletion(await stage.as("monitor"), { id, confirm: id });
      return { work: () => purgeVolumes(stage.intakeUrl) };
    },
  },
  "designation:read": { by: "expert", ready: () => ({ work: listDesignations }), leaves: [] },
  "designation:set": {
    by: "colleague",
    ready: (stage) => {
      const input = SetDesignation.parse({ conversation: stage.conversation(), tier: 1, reason: "As agreed." });
      return { work: (actor) => setDesignation(actor, input) };
    },
  },
  "designation:challenge": {
    by: "counsel",
    ready: (stage) => {
      const input = { conversation: stage.conversation(), turn: 0, tier: 1, grounds: "Nothing in it.", conferred: "By telephone." };
      return { work: (actor) => challengeDesignation(actor, input) };
    },
  },
  "designation:drop": {
    by: "counsel",
    ready: async (stage) => {
      const { id } = await challenged(stage);
      return { work: (actor) => dropChallenge(actor, { id, reason: "Settled." }) };
    },
  },
  "designation:withdraw": {
    by: "colleague",
    ready: async (stage) => {
      const { id } = await challenged(stage);
      return { work: (actor) => withdrawDesignation(actor, { id, reason: "We agree." }) };
    },
  },
  "designation:uphold": {
    by: "colleague",
    ready: async (stage) => {
      const { id } = await challenged(stage);
      return { work: (actor) => upholdDesignation(actor, { id, reason: "Dkt. 400" }) };
    },
  },
  "designation:rule": {
    by: "monitor",
    ready: async (stage) => {
      const { id } = await challenged(stage);
      await upholdDesignation(await stage.as("colleague"), { id, reason: "Dkt. 400" });
      return { work: (actor) => ruleOnChallenge(actor, { id, ruling: "kept", reason: "Dkt. 410" }) };
    },
  },
  "reading:read": { by: "expert", ready: () => ({ work: (actor) => listReadings(actor, {}) }), leaves: [] },
  "reading:draw": {
    by: "custodian",
    ready: async (stage) => {
      const input = await drawn(stage);
      return { work: (actor) => drawReading(actor, input) };
    },
  },
  "reading:mark": {
    by: "expert",
    ready: async (stage) => {
      const input = await drawn(stage);
      await drawReading(await stage.as("custodian"), input);
      const expert = await stage.as("expert");
      const [{ id = "", todo } = {}] = (await listReadings(expert, { volume: input.volume })).items;
      const conversation = todo?.[0] ?? "";
      await viewConversation(expert, { id: conversation });
      return { work: (actor) => markReading(actor, { id, conversation, leak: false }) };
    },
  },
  "hold:read": { by: "expert", ready: () => ({ work: (actor) => listHolds(actor, { limit: 5 }) }), leaves: [] },
  "hold:place": {
    by: "monitor",
    ready: (stage) => {
      const target = stage.conversation();
      return { work: (actor) => placeHold(actor, { scope: "conversation", target, ...because }) };
    },
  },
  "hold:request-release": {
    by: "counsel",
    ready: async (stage) => {
      const { id } = await held(stage);
      return { work: (actor) => requestRelease(actor, { id, reason: "Over." }) };
    },
  },
  "hold:approve-release": {
    by: "monitor",
    ready: async (stage) => {
      const { id } = await held(stage);
      await requestRelease(await stage.as("counsel"), { id, reason: "Over." });
      return { work: (actor) => approveRelease(actor, { id }) };
    },
  },
  "production:read": { by: "counsel", ready: () => ({ work: (actor) => listProductions(actor, { limit: 5 }) }), leaves: [] },
  // What was asked for, each chunk that was read (here one), and how it ended.
  "production:ask": {
    by: "counsel",
    ready: async (stage) => {
      const input = AskProduction.parse({ setId: await leavable(stage), name: `Production ${stage.next()}`, reason: "Exhibit 4" });
      return {
        work: async (actor) => {
          const { id } = await askProduction(actor, input);
          await ended(actor, id);
        },
      };
    },
    leaves: ["production:ask", "production:ask", "production:ask"],
  },
  "production:download": {
    by: "counsel",
    ready: async (stage) => {
      const counsel = await stage.as("counsel");
      const { id } = await ended(counsel, (await ask(counsel, await leavable(stage))).id);
      return {
        work: async (actor) => {
          for await (const _ of (await downloadFile(actor, { id, name: "manifest.json" })).body);
        },
      };
    },
  },
};

/** A set that no hold covers: holds of other deeds lie on the first volume. */
async function leavable(stage: Stage): Promise<string> {
  await stage.newVolume();
  return (await newSet(stage, "three")).id;
}

// What is done with the log itself, and what the host does without anybody.
import path from "node:path";
import { exportLog } from "@/domain/audit/export";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { askReport } from "@/domain/filings/ask";
import { reportRound } from "@/domain/filings/reporter";
import { readFlagSettings } from "@/domain/oversight/flag-settings";
import { readLive } from "@/domain/oversight/live";
import { setFlags } from "@/domain/oversight/set-flags";
import { readCheckpoint } from "@/domain/proofs/checkpoint";
import { deliverCheckpoints } from "@/domain/proofs/deliver";
import { handInCosignature } from "@/domain/proofs/hand-in";
import { DeliverTo } from "@/domain/proofs/schema";
import { cosignature, makeKey, parseNote, signerOf, signNote, verifierKey } from "@/lib/note";
import { openSequencer } from "@/log/sequencer";
import { makeKeyFile, openSigner } from "@/log/signer";
import { connect, connected } from "@/prisma/connect";
import { foundMatter, NewMatter } from "@/prisma/founding";
import { openMaintenance } from "@/prisma/freeze";
import type { Deeds, Stage } from "./deed";

const witness = signerOf("witness.court.example", makeKey());
const today = () => new Date().toISOString().slice(0, 10);

/** Puts whatever waits into the trees, and signs them. */
async function sequenced(stage: Stage): Promise<void> {
  const file = path.join(stage.folder, "key.pem");
  await makeKeyFile(file, false).catch(() => undefined);
  const client = await connect(stage.sequencerUrl);
  const sequencer = await openSequencer({ client, signer: await openSigner(file, stage.folder) });
  while ((await sequencer.step()).entries > 0);
  await client.end();
}
const report = () => ({ kind: "access", from: today(), to: today() }) as const;
const matter = (stage: Stage) =>
  NewMatter.parse({ slug: `m-${stage.next()}`, caption: "In re M", tier: ["C"], idleMinutes: 30, absoluteHours: 12 });

export const log: Deeds<
  | "audit:read"
  | "audit:read-own"
  | "audit:export"
  | "report:ask"
  | "report:make"
  | "oversight:set"
  | "checkpoint:read"
  | "checkpoint:deliver"
  | "checkpoint:cosign"
  | "maintenance:open"
  | "matter:add"
  | "policy:set"
> = {
  "audit:read": { by: "monitor", ready: () => ({ work: (actor) => readLive(actor, {}) }), leaves: [] },
  "audit:read-own": { by: "expert", ready: () => ({ work: (actor) => readLog(actor, ReadLog.parse({ limit: 5 })) }), leaves: [] },
  "audit:export": {
    by: "monitor",
    ready: async (stage) => {
      await sequenced(stage);
      return {
        work: async (actor) => {
          for await (const _ of (await exportLog(actor, new Date())).entries);
        },
      };
    },
  },
  "report:ask": { by: "monitor", ready: () => ({ work: (actor) => askReport(actor, report()) }) },
  "report:make": {
    by: "host",
    ready: async (stage) => {
      const signer = signerOf("tests/log", makeKey());
      const round = () =>
        connected(stage.reporterUrl, (client) => reportRound(client, async (_log, _origin, text) => signNote(text, signer), new Date()));
      await sequenced(stage);
      await round();
      await askReport(await stage.as("monitor"), report());
      return { work: round };
    },
  },
  "oversight:set": {
    by: "monitor",
    ready: async (stage) => {
      const settings = await readFlagSettings(await stage.as("monitor"));
      return { work: (actor) => setFlags(actor, settings) };
    },
  },
  "checkpoint:read": {
    by: "expert",
    ready: async (stage) => {
      await sequenced(stage);
      return { work: readCheckpoint };
    },
    leaves: [],
  },
  "checkpoint:deliver": {
    by: "monitor",
    ready: (stage) => {
      const target = `https://clerk.court.example/${stage.next()}`;
      return { work: (actor) => deliverCheckpoints(actor, DeliverTo.parse({ kind: "address", target })) };
    },
  },
  "checkpoint:cosign": {
    by: "monitor",
    ready: async (stage) => {
      const monitor = await stage.as("monitor");
      const vkey = verifierKey(witness, { witness: true });
      await deliverCheckpoints(monitor, DeliverTo.parse({ kind: "witness", vkey })).catch(() => undefined);
      await sequenced(stage);
      const { note, size } = await readCheckpoint(monitor);
      const line = cosignature(parseNote(note).text, witness, new Date());
      return { work: (actor) => handInCosignature(actor, { size, line }) };
    },
  },
  "maintenance:open": {
    by: "host",
    ready: (stage) => ({ work: () => connected(stage.url, (client) => openMaintenance(client, "20260101000000_none")) }),
  },
  // A matter begins with the permission table as it is, and with its order.
  "matter:add": {
    by: "host",
    ready: (stage) => ({ work: () => foundMatter(stage.url, matter(stage), "# Order\n\nThou shalt not tell.") }),
    leaves: ["policy:set", "matter:add"],
  },
  "policy:set": {
    by: "host",
    ready: (stage) => ({ work: () => foundMatter(stage.url, matter(stage), "# Order\n\nThou shalt not tell.") }),
    leaves: ["policy:set", "matter:add"],
  },
};

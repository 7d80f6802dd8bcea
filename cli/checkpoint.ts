import type { Command as Commander } from "commander";
import { readCheckpoint } from "@/domain/proofs/checkpoint";
import { deliverCheckpoints } from "@/domain/proofs/deliver";
import { readLogKeys } from "@/domain/proofs/key";
import { listRecipients } from "@/domain/proofs/recipients";
import { DeliverTo, StopDelivery } from "@/domain/proofs/schema";
import { stopDelivery } from "@/domain/proofs/stop";
import { DomainError } from "@/lib/errors";
import { startFaults } from "@/log/guard";
import { openDataFolder } from "@/prisma/open";
import { acting, atHost, type Common, common, input } from "./frame";

type Deliver = Common & { readonly address?: string; readonly folder?: string; readonly witness?: string };

/** `checkpoint show|check|deliver|recipients|stop`: the signed states of the log, and where they go. */
export function addCheckpoint(program: Commander): void {
  const checkpoint = program.command("checkpoint").description("The signed states of the log, and where they go");
  common(checkpoint.command("show").description("The newest checkpoint, as it is signed, and the keys of the log")).action(
    (options: Common) =>
      acting("checkpoint:read", options, async ({ actor }) => {
        const newest = await readCheckpoint(actor);
        const keys = await readLogKeys(actor);
        const behind = `${newest.behind.entries} entries are written and not signed yet`;
        return { json: { ...newest, keys }, lines: [newest.note, ...keys.keys, ...keys.witnesses, behind] };
      }),
  );
  checkpoint
    .command("check")
    .description("Compare the database with what was signed, what was witnessed, and what the witnesses say, as every start does")
    .option("--json", "one JSON document on standard output")
    .action((options: { readonly json?: boolean }) =>
      atHost(options, async ({ database }) => {
        const faults = await startFaults(database.sequencerUrl, openDataFolder());
        if (faults.length > 0) throw new DomainError("conflict", faults.join("\n"));
        return { json: { faults }, lines: ["The log continues everything that was signed and witnessed."] };
      }),
    );
  const deliver = checkpoint
    .command("deliver")
    .description("Send checkpoints to one more place from now on. For the monitor: --as")
    .option("--address <url>", "post them there: https, or http on this machine; with --witness: where the witness is asked")
    .option("--folder <path>", "write them into a folder of this host")
    .option("--witness <vkey>", "have them cosigned by the witness with this key; without --address it comes for them itself");
  common(deliver).action((options: Deliver) => {
    const asked = input(deliver, DeliverTo, askedOf(options));
    return acting("checkpoint:deliver", options, async ({ actor }) => {
      const made = await deliverCheckpoints(actor, asked);
      return { json: made, lines: [made.id] };
    });
  });
  common(checkpoint.command("recipients").description("Where checkpoints go, how far each has come, and what went wrong last")).action(
    (options: Common) =>
      acting("checkpoint:deliver", options, async ({ actor }) => {
        const { items } = await listRecipients(actor);
        const lines = items.map((one) =>
          [one.id, one.kind, one.vkey ?? "", one.target ?? "comes itself", one.delivered?.size ?? 0, one.problem ?? ""].join("\t"),
        );
        return { json: items, lines };
      }),
  );
  const stop = checkpoint
    .command("stop")
    .description("Send no more checkpoints to a place")
    .argument("<id>", "as `checkpoint recipients` names it");
  common(stop).action((id: string, options: Common) => {
    const asked = input(stop, StopDelivery, { id });
    return acting("checkpoint:deliver", options, async ({ actor }) => {
      const ended = await stopDelivery(actor, asked);
      return { json: ended, lines: [`${ended.id}: nothing more is sent there`] };
    });
  });
}

function askedOf({ address, folder, witness }: Deliver): unknown {
  if (witness) return { kind: "witness", vkey: witness, ...(address && { target: address }) };
  return folder ? { kind: "folder", target: folder } : { kind: "address", target: address };
}

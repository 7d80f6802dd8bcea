import type { Command as Commander } from "commander";
import { approveDeletion } from "@/domain/volumes/approve-deletion";
import { ApproveDeletion, RefuseDeletion, RequestDeletion } from "@/domain/volumes/deletion-schema";
import { purgeVolumes } from "@/domain/volumes/purge";
import { refuseDeletion } from "@/domain/volumes/refuse-deletion";
import { requestDeletion } from "@/domain/volumes/request-deletion";
import { acting, atHost, type Common, common, input, tell } from "../frame";

/** `volume request-deletion`, `volume approve-deletion`, `volume refuse-deletion`, `volume purge`. */
export function addDeletion(volume: Commander): void {
  const request = volume
    .command("request-deletion")
    .description("Ask for a sealed volume to be deleted; nothing changes until the court approves, and no hold may cover any of it")
    .argument("<name>", "the volume")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--authority <text>", "on whose authority: an order, a docket number, a letter")
    .requiredOption("--confirm <name>", "its name once more");
  common(request).action((name: string, options: Common & Record<string, unknown>) => {
    const asked = input(request, RequestDeletion, { ...options, id: name });
    return acting("volume:request-deletion", options, async ({ actor }) => {
      const made = await requestDeletion(actor, asked);
      return {
        json: made,
        lines: [`The deletion of ${made.volume} (${made.conversations} conversations) was asked for. The court decides.`],
      };
    });
  });
  const approve = volume
    .command("approve-deletion")
    .description(
      "Approve, for the court, that a volume is deleted: from then on nobody finds any of it, and its text goes from the database",
    )
    .argument("<name>", "the volume")
    .requiredOption("--confirm <name>", "its name once more: this cannot be undone");
  common(approve).action((name: string, options: Common & Record<string, unknown>) => {
    const asked = input(approve, ApproveDeletion, { ...options, id: name });
    return acting("volume:approve-deletion", options, async ({ actor, database }) => {
      const made = await approveDeletion(actor, asked);
      const { waits } = await purgeVolumes(database.intakeUrl, told);
      return {
        json: made,
        lines: [`${made.volume} is deleted: ${made.conversations} conversations.${waits ? ` ${later}` : ""}`],
      };
    });
  });
  const refuse = volume
    .command("refuse-deletion")
    .description("Refuse, for the court, that a volume is deleted, or take one's own request back")
    .argument("<name>", "the volume")
    .requiredOption("--reason <text>", "why");
  common(refuse).action((name: string, options: Common & Record<string, unknown>) => {
    const asked = input(refuse, RefuseDeletion, { ...options, id: name });
    return acting("volume:refuse-deletion", options, async ({ actor }) => {
      const { decision } = await refuseDeletion(actor, asked);
      return { json: { volume: name, decision }, lines: [`The deletion of ${name} is ${decision}.`] };
    });
  });
  volume
    .command("purge")
    .description("Take what was deleted out of the database, where that was broken off; a running reading room does it by itself")
    .option("--json", "one JSON document on standard output")
    .action((options: Pick<Common, "json">) =>
      atHost(options, async ({ database }) => {
        const { parts, waits } = await purgeVolumes(database.intakeUrl, told);
        return { json: { parts, waits }, lines: [`${parts} partitions were taken out.${waits ? ` ${later}` : ""}`] };
      }),
    );
}

const later = "What is being read now goes a little later, by itself or with `volume purge`.";

function told(volume: string, left: number): void {
  tell(`${volume}: ${left} partitions left`);
}

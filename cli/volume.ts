import type { Command as Commander } from "commander";
import { listVolumes } from "@/domain/volumes/list";
import { readVolume } from "@/domain/volumes/read";
import { table } from "@/lib/table";
import { acting, type Common, common } from "./frame";
import { printReport } from "./intake";

/** `volume list`, `volume show NAME`. */
export function addVolume(program: Commander): void {
  const volume = program.command("volume").description("The volumes of the matter");
  common(volume.command("list").description("List the volumes")).action((options: Common) =>
    acting("volume:read", options, async ({ actor }) => {
      const page = await listVolumes(actor, {});
      const rows = page.items.map(({ name, state, conversations, disclosure, controlPrefix, sealedAt }) => [
        name,
        state,
        String(conversations),
        disclosure,
        controlPrefix,
        sealedAt ?? "",
      ]);
      return { json: page, lines: table([["Name", "State", "Conversations", "Disclosure", "Prefix", "Sealed"], ...rows]) };
    }),
  );
  common(volume.command("show").description("Show one volume with its intake report").argument("<name>", "the volume")).action(
    (name: string, options: Common) =>
      acting("volume:read", options, async ({ actor }) => {
        const found = await readVolume(actor, { id: name });
        const range = found.firstControlNumber ? `${found.firstControlNumber} to ${found.lastControlNumber}` : "no conversations";
        const head = [`${found.name}: ${found.state}, ${found.disclosure}, tier ${found.tier}, ${range}`];
        return { json: found, lines: [...head, ...(found.intakeReport ? ["", ...printReport(found.intakeReport)] : [])] };
      }),
  );
}

import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { intakeFolder } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertArrival } from "./data";
import { pathsIn } from "./folder";
import type { AskIntake } from "./schema";

/**
 * Asks for files of the intake folder to be loaded. The host's supervisor begins it in a process of its own; it goes on whatever becomes of
 * the page, and a volume that was broken off goes on where it stopped. Throws invalid (no such file), conflict (being loaded already).
 */
export async function askIntake(actor: Actor, input: AskIntake): Promise<Created> {
  const { volume, files } = input;
  return act(actor, "intake:run", { object: `volume:${volume}`, detail: { step: "asked", volume, files } }, async (tx, permit) => {
    await pathsIn(intakeFolder(), files);
    const id = await insertArrival(tx, permit, input);
    if (!id) throw new DomainError("conflict", `An intake of the volume ${volume} was asked for already and has not ended.`);
    return { result: { id } };
  });
}

import { pageActor } from "@/app/actor";
import { Answers } from "@/components/frame/answers";
import { Frame } from "@/components/frame/frame";
import { Leaving } from "@/components/frame/leaving";
import { UnlockDialog } from "@/components/sealing/unlock";
import { VaultProvider } from "@/components/sealing/vault";
import { dayOf } from "@/components/ui/when";
import { type Actor, may } from "@/domain/access/permit";
import { readMyClearance } from "@/domain/disclosures/my-clearance";
import type { Clearance } from "@/domain/disclosures/schema";
import { listHolds } from "@/domain/holds/list";
import { readMe } from "@/domain/people/me";

/** Every page behind the door. Each page asks for its actor again: a layout is not rendered anew when one moves between pages. */
export default async function RoomLayout({ children }: { children: React.ReactNode }) {
  const actor = await pageActor();
  return (
    <VaultProvider mine={may(actor, "sealing:read")} seals={actor.sealingKey !== null}>
      <Leaving>
        <Frame me={await readMe(actor)} hold={await holdOnMatter(actor)} waiting={await waitingFor(actor)}>
          <Answers>{children}</Answers>
        </Frame>
        <UnlockDialog />
      </Leaving>
    </VaultProvider>
  );
}

/** The sentence of the band, when the matter itself is on hold and this person may know of holds. */
async function holdOnMatter(actor: Actor): Promise<string | null> {
  if (!may(actor, "hold:read")) return null;
  const { items } = await listHolds(actor, { inForce: true, limit: 200 });
  const hold = items.find(({ scope }) => scope === "matter");
  return hold ? `Nothing of this matter may leave, on the authority of ${hold.authority}.` : null;
}

/** What somebody who was admitted and waits for clearance is told, on every page that is open to them. */
async function waitingFor(actor: Actor): Promise<string | null> {
  if (!actor.pending) return null;
  const clearance = await readMyClearance(actor);
  if (!clearance)
    return "You are admitted. Your side’s counsel has not disclosed you to the other side yet; nothing of the record opens before that.";
  const day = dayOf(clearance.objectUntil);
  const states: Record<Clearance["state"], string> = {
    open: `The other side may object until the end of ${day}. When nobody has, a person confirms your clearance.`,
    waived: "The other side does not object. A person confirms your clearance next.",
    objected: "The other side has objected. The court rules on it, however long that takes.",
    overruled: "The court has overruled the objection. A person confirms your clearance next.",
    refused: "The court has sustained the objection to you. Your side’s counsel knows what can be done.",
    cleared: "You were cleared up to a lower tier than you were admitted to. Tell the custodian.",
    withdrawn: "Your side has withdrawn your disclosure.",
  };
  return `You are admitted, and nothing of the record opens to you yet. ${states[clearance.state]}`;
}

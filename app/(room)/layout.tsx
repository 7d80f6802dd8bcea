import { pageActor } from "@/app/actor";
import { Answers } from "@/components/frame/answers";
import { Frame } from "@/components/frame/frame";
import { Leaving } from "@/components/frame/leaving";
import { UnlockDialog } from "@/components/sealing/unlock";
import { VaultProvider } from "@/components/sealing/vault";
import { type Actor, may } from "@/domain/access/permit";
import { listHolds } from "@/domain/holds/list";
import { readMe } from "@/domain/people/me";

/** Every page behind the door. Each page asks for its actor again: a layout is not rendered anew when one moves between pages. */
export default async function RoomLayout({ children }: { children: React.ReactNode }) {
  const actor = await pageActor();
  return (
    <VaultProvider mine={may(actor, "sealing:read")}>
      <Leaving>
        <Frame me={await readMe(actor)} hold={await holdOnMatter(actor)}>
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

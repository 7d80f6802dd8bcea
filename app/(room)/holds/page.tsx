import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { HoldCard } from "@/components/release/hold-card";
import { PlaceHold } from "@/components/release/hold-place";
import { count, counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { type Actor, may } from "@/domain/access/permit";
import { listHolds } from "@/domain/holds/list";
import type { Hold } from "@/domain/holds/schema";
import { listSets } from "@/domain/sets/list";
import { listVolumes } from "@/domain/volumes/list";

export const metadata = { title: "Holds" };

export default async function HoldsPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => gather(actor),
    ({ holds, volumes, sets }) => {
      const [inForce, released] = [holds.filter(({ state }) => state !== "released"), holds.filter(({ state }) => state === "released")];
      return (
        <Page title="Legal holds" lead={leadOf(inForce)} deeds={may(actor, "hold:place") && <PlaceHold volumes={volumes} sets={sets} />}>
          {holds.length === 0 && (
            <Empty title="No hold was ever placed in this matter.">
              A hold stops everything it covers from leaving, for everybody. Counsel of either side and the monitor can place one.
            </Empty>
          )}
          {inForce.length > 0 && <Holds title="In force" holds={inForce} actor={actor} />}
          {released.length > 0 && <Holds title="Released" holds={released} actor={actor} />}
        </Page>
      );
    },
  );
}

async function gather(actor: Actor) {
  const holds = await listHolds(actor, { limit: 200 });
  if (!may(actor, "hold:place")) return { holds: holds.items, volumes: [], sets: null };
  const volumes = (await listVolumes(actor, {})).items.filter(({ state }) => state !== "deleted").map(({ name }) => ({ id: name, name }));
  const sets = may(actor, "set:read")
    ? (await listSets(actor, { limit: 200 })).items.map(({ id, name, size }) => ({ id, name: `${name} (${count(size)})` }))
    : null;
  return { holds: holds.items, volumes, sets };
}

function leadOf(inForce: readonly Hold[]): string {
  if (inForce.length === 0) return "No hold is in force. What the order lets out may leave.";
  const waiting = inForce.filter(({ state }) => state === "release_requested").length;
  const asked = waiting === 0 ? "" : ` For ${counted(waiting, "hold")} a release was asked for and waits for another side.`;
  return `${counted(inForce.length, "hold is", "holds are")} in force. Nothing ${inForce.length === 1 ? "it covers" : "they cover"} can leave, by anybody’s hand.${asked}`;
}

function Holds({ title, holds, actor }: { readonly title: string; readonly holds: readonly Hold[]; readonly actor: Actor }) {
  return (
    <Section title={title} note={counted(holds.length, "hold")}>
      <ul className="grid gap-3">
        {holds.map((hold) => (
          <HoldCard
            key={hold.id}
            hold={hold}
            side={actor.side}
            mayRequest={may(actor, "hold:request-release")}
            mayApprove={may(actor, "hold:approve-release")}
          />
        ))}
      </ul>
    </Section>
  );
}

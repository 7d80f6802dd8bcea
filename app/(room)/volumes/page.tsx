import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { count, counted } from "@/components/ui/numbers";
import { Empty, Page } from "@/components/ui/page";
import { Cell, Row, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { disclosureInWords, rangeOf } from "@/components/volume/words";
import { may } from "@/domain/access/permit";
import { tierName } from "@/domain/people/tier";
import { listVolumes } from "@/domain/volumes/list";
import type { Volume } from "@/domain/volumes/schema";

export const metadata = { title: "Volumes" };

const columns = [
  { name: "Volume" },
  { name: "Control numbers" },
  { name: "Conversations", right: true },
  { name: "What opens" },
  { name: "Designation" },
  { name: "De-identification" },
  { name: "Sealed" },
];

export default async function VolumesPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => listVolumes(actor, {}),
    ({ items }) => (
      <Page
        title="Volumes"
        lead={leadOf(
          items.length,
          items.filter(({ state }) => state === "deleted").length,
          items.reduce((sum, { state, conversations }) => sum + (state === "deleted" ? 0 : conversations), 0),
        )}
        deeds={
          <>
            <Link href="/volumes/statistics" prefetch={false} className="text-accent underline">
              Statistics
            </Link>
            {may(actor, "intake:run") && (
              <Link href="/volumes/arriving" prefetch={false} className="text-accent underline">
                Intake
              </Link>
            )}
          </>
        }
      >
        {items.length === 0 ? (
          <Empty title="No volume is sealed yet.">
            {may(actor, "intake:run")
              ? "Load one from the intake folder (Intake, above), or on this machine: npm run cli -- intake FILE --volume NAME."
              : "The custodian loads the volumes. One appears here when it is whole and numbered."}
          </Empty>
        ) : (
          <Table caption="Volumes of this matter" columns={columns}>
            {items.map((volume) => (
              <Row key={volume.id}>
                <Cell className="font-medium">
                  <Link href={`/volumes/${volume.id}`} prefetch={false} className="text-accent underline">
                    {volume.name}
                  </Link>
                </Cell>
                <Cell className="font-mono text-xs whitespace-nowrap">{rangeOf(volume)}</Cell>
                <Cell right>{count(volume.conversations)}</Cell>
                <Cell>{disclosureInWords[volume.disclosure].name}</Cell>
                <Cell className="max-w-64">{tierName(actor, volume.tier)}</Cell>
                <Cell>{volume.deidVersion ?? "not stated"}</Cell>
                <Cell>
                  <Stands volume={volume} />
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Page>
    ),
  );
}

function Stands({ volume: { state, sealedAt, deletion } }: { readonly volume: Volume }) {
  if (state === "deleted" && deletion?.decided)
    return (
      <>
        deleted <When at={deletion.decided.at} day />
      </>
    );
  if (!sealedAt) return "being loaded: nobody reads any of it";
  return (
    <>
      <When at={sealedAt} day />
      {deletion?.outcome === null && <span className="block text-xs text-ink-faint">its deletion was asked for</span>}
    </>
  );
}

function leadOf(volumes: number, deleted: number, conversations: number): string {
  return volumes === 0
    ? "A volume is one delivery of conversations."
    : `${counted(volumes, "delivery", "deliveries")}, ${counted(conversations, "conversation")} in all.${deleted > 0 ? ` ${counted(deleted, "of them is", "of them are")} deleted: the record stays.` : ""}`;
}

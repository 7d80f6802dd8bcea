import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Facts } from "@/components/ui/facts";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { dayOf, When } from "@/components/ui/when";
import { VolumeDeletion } from "@/components/volume/deletion";
import { VolumeReadings } from "@/components/volume/readings";
import { VolumeReport } from "@/components/volume/report";
import { VolumeSpans } from "@/components/volume/spans";
import { disclosureInWords, rangeOf } from "@/components/volume/words";
import { type Actor, may } from "@/domain/access/permit";
import { tierName } from "@/domain/people/tier";
import { listReadings } from "@/domain/readings/list";
import type { Reading } from "@/domain/readings/schema";
import { readVolume } from "@/domain/volumes/read";
import type { VolumeDetail } from "@/domain/volumes/schema";

export const metadata = { title: "Volume" };

export default async function VolumePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const { id } = await params;
  return pageAnswer(
    async () => {
      const volume = await readVolume(actor, { id: decodeURIComponent(id).slice(0, 60) });
      const readings = may(actor, "reading:read") ? (await listReadings(actor, { volume: volume.name })).items : [];
      return { volume, readings };
    },
    ({ volume, readings }) => (
      <Page title={volume.name} lead={leadOf(volume)} deeds={<Onward volume={volume} actor={actor} />}>
        <Section title="The delivery">
          <Facts facts={factsOf(volume, actor)} />
        </Section>
        {mine(readings) && <Readings volume={volume} readings={readings} actor={actor} />}
        <VolumeDeletion
          volume={volume}
          side={actor.side}
          mayRequest={may(actor, "volume:request-deletion")}
          mayApprove={may(actor, "volume:approve-deletion")}
          mayRefuse={may(actor, "volume:refuse-deletion")}
        />
        {volume.intakeReport ? (
          <VolumeReport report={volume.intakeReport} volume={volume.id} />
        ) : (
          <Empty title="No intake report yet.">It is made when the volume has been read to its end and is sealed.</Empty>
        )}
        {volume.deidReport && <VolumeSpans report={volume.deidReport} />}
        {!mine(readings) && <Readings volume={volume} readings={readings} actor={actor} />}
      </Page>
    ),
  );
}

/** Whether there is something for the asker to read: then it stands before the numbers. */
const mine = (readings: readonly Reading[]) => readings.some(({ todo }) => todo && todo.length > 0);

function Readings({
  volume,
  readings,
  actor,
}: {
  readonly volume: VolumeDetail;
  readonly readings: readonly Reading[];
  readonly actor: Actor;
}) {
  if (volume.state !== "sealed" || volume.disclosure === "aggregate") return null;
  return <VolumeReadings volume={volume.name} readings={readings} mayDraw={may(actor, "reading:draw")} />;
}

function leadOf({ state, conversations, disclosure }: VolumeDetail): string {
  if (state === "loading") return "Being loaded: it is numbered, and can be read, when it is sealed.";
  const many = counted(conversations, "conversation");
  return state === "deleted"
    ? `Deleted. It had ${many}; what is said of it here stays.`
    : `${many}. ${disclosureInWords[disclosure].means}`;
}

function Onward({ volume, actor }: { readonly volume: VolumeDetail; readonly actor: Actor }) {
  if (volume.state === "deleted" || !may(actor, "conversation:search")) return null;
  return (
    <Link href={{ pathname: "/conversations", query: { volume: volume.name } }} prefetch={false} className="text-accent underline">
      Its conversations
    </Link>
  );
}

function factsOf(volume: VolumeDetail, actor: Actor): (readonly [string, React.ReactNode])[] {
  const frame = Object.entries(volume.frame ?? {}).sort(([a], [b]) => rankOf(a) - rankOf(b));
  return [
    [
      "Control numbers",
      <span key="range" className="font-mono text-xs">
        {rangeOf(volume)}
      </span>,
    ],
    ["What opens", disclosureInWords[volume.disclosure].name],
    ["Designation", volume.designated ? tierName(actor, volume.tier) : `${tierName(actor, volume.tier)}: it came undesignated`],
    ["De-identification", [volume.deidTool, volume.deidVersion].filter(Boolean).join(" ") || null],
    ["Source", volume.source],
    ["Producing party", volume.producingParty],
    ["Order", volume.orderReference],
    ...(volume.supersedes ? ([["Takes the place of", volume.supersedes]] as const) : []),
    ...(volume.supersededBy
      ? ([
          [
            "Its place was taken",
            `by ${volume.supersededBy}: ${counted(volume.superseded, "conversation has", "conversations have")} a newer version`,
          ],
        ] as const)
      : []),
    ["Files listed", volume.hashList && counted(volume.hashList.length, "file with its hash", "files with their hashes")],
    ["Frame", frame.length > 0 ? <Facts key="frame" facts={frame.map(([name, value]) => [name, inWords(value)])} /> : null],
    ["Received", <When key="created" at={volume.createdAt} />],
    ["Sealed", volume.sealedAt ? <When key="sealed" at={volume.sealedAt} /> : "not yet"],
  ];
}

// The database keeps no order of its own; the frame is read as an order states it.
const order = ["population", "unit", "from", "to", "exclusions", "business", "strata", "weights", "seed", "order"];

function rankOf(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${inWords(inner)}`)
      .join("; ");
  return dayIn(value);
}

function dayIn(value: unknown): string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayOf(value) : String(value);
}

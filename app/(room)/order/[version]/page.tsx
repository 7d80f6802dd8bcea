import Link from "next/link";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { OrderChanges } from "@/components/order/changes";
import { SettingsList } from "@/components/order/settings";
import { OrderText } from "@/components/people/order-text";
import { Facts } from "@/components/ui/facts";
import { Page, Section } from "@/components/ui/page";
import { When } from "@/components/ui/when";
import { readOrder } from "@/domain/orders/read";
import { type OrderDetail, ReadOrder } from "@/domain/orders/schema";

export const metadata = { title: "A version of the order" };

export default async function OrderVersionPage({ params }: { params: Promise<{ version: string }> }) {
  const actor = await pageActor();
  const asked = ReadOrder.safeParse(await params);
  if (!asked.success) notFound();
  return pageAnswer(
    () => readOrder(actor, asked.data),
    (order) => (
      <Page title={`${order.title}, version ${order.version}`} lead={<Lead order={order} />}>
        <div className="max-w-[64rem]">
          <Facts facts={factsOf(order)} />
        </div>
        {order.before && (
          <Section title={`What changed from version ${order.before.version}`}>
            <OrderChanges before={order.before} after={order} />
          </Section>
        )}
        <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1fr)_28rem]">
          <Section title="Its words">
            <OrderText text={order.text} titled={false} />
          </Section>
          <Section title="What it set">
            <SettingsList settings={order.settings} />
          </Section>
        </div>
      </Page>
    ),
  );
}

const states = { in_force: "In force now.", to_come: "Not in force yet.", past: "No longer in force." } as const;

function Lead({ order }: { readonly order: OrderDetail }) {
  return (
    <>
      {states[order.state]}{" "}
      <Link href="/order" prefetch={false} className="text-accent underline">
        The order as it stands
      </Link>
    </>
  );
}

function factsOf(order: OrderDetail): [string, React.ReactNode][] {
  return [
    ["In force from", <When key="from" at={order.inForceFrom} />],
    ["Why", order.reason ?? "As the matter was set up"],
    ["Drafted by", order.draftedBy ?? "the host"],
    ["Put in force by", order.putInForceBy ?? "the host, with the matter"],
    [
      "Signatures",
      order.bindsFrom === order.version
        ? "Only signatures to this version bind."
        : `Signatures to version ${order.bindsFrom} and later bind.`,
    ],
    ["SHA-256 of the text", <Hash key="text" hash={order.hash} />],
    ["SHA-256 of what it sets", <Hash key="settings" hash={order.settingsHash} />],
  ];
}

function Hash({ hash }: { readonly hash: string }) {
  return <code className="font-mono text-2xs break-all">{hash}</code>;
}

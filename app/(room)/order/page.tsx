import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { DraftCard } from "@/components/order/draft-card";
import { OrderHistory } from "@/components/order/history";
import { SettingsList } from "@/components/order/settings";
import { OrderText } from "@/components/people/order-text";
import { Page, Section } from "@/components/ui/page";
import { dayOf } from "@/components/ui/when";
import { type Actor, may } from "@/domain/access/permit";
import { listOrders } from "@/domain/orders/list";
import { readOrder } from "@/domain/orders/read";
import { readDrafts } from "@/domain/orders/read-draft";

export const metadata = { title: "The order" };

export default async function OrderPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => gather(actor),
    ({ order, versions, drafts }) => {
      const lead = `Version ${order.version}, in force since ${dayOf(order.inForceFrom)}. Everything the reading room allows, counts or refuses, it does on these words and numbers.`;
      const mayDraft = may(actor, "order:draft") && drafts.length === 0;
      return (
        <Page title={order.title} lead={lead} deeds={mayDraft && <DraftLink next={(versions[0]?.version ?? 0) + 1} />}>
          {drafts.map((draft) => (
            <DraftCard key={draft.id} draft={draft} mayDecide={may(actor, "order:amend")} mayWithdraw={may(actor, "order:draft")} />
          ))}
          <Section title="History" note="A version is never edited; a change is the next version.">
            <OrderHistory versions={versions} />
          </Section>
          <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1fr)_28rem]">
            <Section title="Its words">
              <OrderText text={order.text} titled={false} />
            </Section>
            <Section title="What it sets">
              <SettingsList settings={order.settings} />
            </Section>
          </div>
        </Page>
      );
    },
  );
}

async function gather(actor: Actor) {
  const [order, { items: versions }, { items: drafts }] = await Promise.all([
    readOrder(actor, { version: actor.order.version }),
    listOrders(actor),
    readDrafts(actor),
  ]);
  return { order, versions, drafts };
}

function DraftLink({ next }: { readonly next: number }) {
  return (
    <Link
      href="/order/draft"
      prefetch={false}
      className="rounded-sm border border-accent bg-accent px-2.5 py-1 font-medium text-accent-ink"
    >
      Draft version {next}
    </Link>
  );
}

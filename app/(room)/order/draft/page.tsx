import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { OrderEditor } from "@/components/order/editor";
import { Page } from "@/components/ui/page";
import { type Actor, permit } from "@/domain/access/permit";
import { listOrders } from "@/domain/orders/list";
import { readOrder } from "@/domain/orders/read";

export const metadata = { title: "Draft the next version" };

export default async function OrderDraftPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => newest(actor),
    (base) => (
      <Page
        title={`Draft version ${base.version + 1}`}
        lead={`Begun from version ${base.version}, the newest. You write it down; the court’s monitor puts it in force.`}
      >
        <OrderEditor base={{ version: base.version, title: base.title, text: base.text, settings: base.settings }} />
      </Page>
    ),
  );
}

async function newest(actor: Actor) {
  permit(actor, "order:draft");
  const [latest] = (await listOrders(actor)).items;
  return readOrder(actor, { version: latest?.version ?? actor.order.version });
}

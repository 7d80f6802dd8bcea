import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { DiscloseForm } from "@/components/experts/disclose-form";
import { Page } from "@/components/ui/page";
import { dayOf } from "@/components/ui/when";
import { permit } from "@/domain/access/permit";
import { lastDayOf } from "@/domain/orders/clock";

export const metadata = { title: "Disclose an expert" };

export default async function DisclosePage() {
  const actor = await pageActor();
  const { settings } = actor.order;
  return pageAnswer(
    async () => permit(actor, "disclosure:make"),
    () => (
      <Page title="Disclose an expert" lead={`To the other side, under version ${actor.order.version} of the order.`}>
        <DiscloseForm tiers={settings.tiers} until={dayOf(lastDayOf(settings, settings.expertObjection, new Date()))} />
      </Page>
    ),
  );
}

import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Page } from "@/components/ui/page";
import { Arriving } from "@/components/volume/arriving";
import { listArrivals } from "@/domain/arrivals/list";

export const metadata = { title: "Intake" };

export default async function ArrivingPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => listArrivals(actor, {}),
    (arrivals) => (
      <Page title="Intake" lead="Deliveries are loaded from one folder of this host, in a process of its own that reads no text back.">
        <Arriving first={arrivals} />
      </Page>
    ),
  );
}

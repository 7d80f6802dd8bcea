import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { WitnessPage } from "@/components/console/witness";
import { Page } from "@/components/ui/page";
import { readWitness } from "@/domain/oversight/witness";

export const metadata = { title: "Checkpoints" };

export default async function CheckpointsPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => readWitness(actor),
    (state) => (
      <Page title="Checkpoints and witnesses" lead="What proves the log, up to where, and what it does not prove yet.">
        <WitnessPage state={state} now={new Date().toISOString()} />
      </Page>
    ),
  );
}

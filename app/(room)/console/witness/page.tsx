import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { RecipientList } from "@/components/console/recipient-list";
import { WitnessPage } from "@/components/console/witness";
import { Page, Section } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { readWitness } from "@/domain/oversight/witness";
import { listRecipients } from "@/domain/proofs/recipients";

export const metadata = { title: "Checkpoints" };

export default async function CheckpointsPage() {
  const actor = await pageActor();
  return pageAnswer(
    async () => ({ state: await readWitness(actor), recipients: may(actor, "checkpoint:deliver") ? await listRecipients(actor) : null }),
    ({ state, recipients }) => (
      <Page title="Checkpoints and witnesses" lead="What proves the log, up to where, and what it does not prove yet.">
        <WitnessPage state={state} now={new Date().toISOString()} />
        {recipients && (
          <Section title="Where checkpoints go" note="what is held elsewhere is what proves the log">
            <RecipientList recipients={recipients.items} />
          </Section>
        )}
      </Page>
    ),
  );
}

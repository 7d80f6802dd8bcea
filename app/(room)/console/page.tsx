import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { FrontPage } from "@/components/console/front";
import { Page } from "@/components/ui/page";
import type { Actor } from "@/domain/access/permit";
import { listFlags } from "@/domain/oversight/flags";
import { readOverview } from "@/domain/oversight/overview";
import { readWitness } from "@/domain/oversight/witness";

export const metadata = { title: "Console" };

/** The front page of the log. */
export default async function ConsolePage() {
  const actor = await pageActor();
  const now = new Date().toISOString();
  return pageAnswer(
    () => gather(actor, now),
    (answer) => (
      <Page title="Who saw what" lead="The log of the last thirty days, counted. No text and no side’s work product stands on these pages.">
        <FrontPage {...answer} now={now} />
      </Page>
    ),
  );
}

async function gather(actor: Actor, until: string) {
  const overview = await readOverview(actor, { until, days: 30 });
  const week = new Date(Date.parse(until) - 6 * 86_400_000).toISOString().slice(0, 10);
  const [flags, witness] = await Promise.all([listFlags(actor, { from: week }), readWitness(actor)]);
  return { overview, flags: flags.items, witness };
}

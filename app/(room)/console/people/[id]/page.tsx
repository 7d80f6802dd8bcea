import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { PersonPage } from "@/components/console/person";
import { sideInWords } from "@/components/log/words";
import { Page } from "@/components/ui/page";
import type { Actor } from "@/domain/access/permit";
import { listFlags } from "@/domain/oversight/flags";
import { readPersonActivity } from "@/domain/oversight/person";
import { ReadPerson } from "@/domain/oversight/schema";
import { readRoster } from "@/domain/people/roster";

export const metadata = { title: "A person in the log" };

export default async function PersonActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const asked = ReadPerson.safeParse({ ...(await params), until: new Date().toISOString() });
  if (!asked.success) notFound();
  return pageAnswer(
    () => gather(actor, asked.data),
    ({ activity, flags, name }) => {
      const { email, side, role } = activity.person;
      return (
        <Page
          title={name ?? email ?? "A person"}
          lead={`${email ?? "no address known"}, ${side ? `${sideInWords(side)}, ${role}` : "of no side"}. The last ${activity.days.length} days in the charts, everything in the sentence.`}
        >
          <PersonPage activity={activity} flags={flags.items} tiers={actor.order.settings.tiers} />
        </Page>
      );
    },
  );
}

async function gather(actor: Actor, asked: ReadPerson) {
  const activity = await readPersonActivity(actor, asked);
  const [flags, roster] = await Promise.all([listFlags(actor, { person: asked.id }), readRoster(actor)]);
  return { activity, flags, name: roster.items.find(({ id }) => id === asked.id)?.name };
}

import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { DayPage } from "@/components/console/day";
import { Page } from "@/components/ui/page";
import { dayOf } from "@/components/ui/when";
import type { Actor } from "@/domain/access/permit";
import { readDay } from "@/domain/oversight/day";
import { listFlags } from "@/domain/oversight/flags";
import { ReadDay } from "@/domain/oversight/schema";
import { readRoster } from "@/domain/people/roster";

export const metadata = { title: "A day in the log" };

export default async function DayActivityPage({ params }: { params: Promise<{ day: string }> }) {
  const actor = await pageActor();
  const asked = ReadDay.safeParse(await params);
  if (!asked.success) notFound();
  return pageAnswer(
    () => gather(actor, asked.data),
    (answer) => (
      <Page title={dayOf(answer.activity.day)} lead="From midnight to midnight, UTC.">
        <DayPage {...answer} />
      </Page>
    ),
  );
}

async function gather(actor: Actor, { day }: ReadDay) {
  const activity = await readDay(actor, { day });
  const [flags, roster] = await Promise.all([listFlags(actor, { from: day, to: day }), readRoster(actor)]);
  return { activity, flags: flags.items, names: new Map(roster.items.map(({ id, name }) => [id, name])) };
}

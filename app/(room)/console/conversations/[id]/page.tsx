import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { ConversationTrail } from "@/components/console/trail";
import { Page } from "@/components/ui/page";
import { ReadTrail } from "@/domain/oversight/schema";
import { readTrail } from "@/domain/oversight/trail";

export const metadata = { title: "A conversation in the log" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TrailPage({ params, searchParams }: Props) {
  const actor = await pageActor();
  const asked = ReadTrail.safeParse({ ...(await searchParams), id: decodeURIComponent((await params).id) });
  if (!asked.success) notFound();
  return pageAnswer(
    () => readTrail(actor, asked.data),
    (trail) => (
      <Page title={trail.id} lead="What the log says of this conversation, and nothing of what it says itself.">
        <ConversationTrail trail={trail} />
      </Page>
    ),
  );
}

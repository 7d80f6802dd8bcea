import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { SetList } from "@/components/release/set-list";
import { Empty, Page } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { listSets } from "@/domain/sets/list";

export const metadata = { title: "Sets" };

export default async function SetsPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => listSets(actor, { limit: 200 }),
    ({ items }) => (
      <Page
        title="Reviewed sets"
        lead={`Searches of the ${actor.side} side, frozen into lists that never change. Nobody else sees them.${
          may(actor, "production:ask") ? " A production is made from a set." : " Counsel for your side can export one."
        }`}
      >
        {items.length === 0 ? (
          <Empty title="No set yet.">
            Search the{" "}
            <Link href="/conversations" prefetch={false} className="text-accent underline">
              conversations
            </Link>
            , then freeze what answers.
          </Empty>
        ) : (
          <SetList sets={items} mayExport={may(actor, "production:ask")} />
        )}
      </Page>
    ),
  );
}

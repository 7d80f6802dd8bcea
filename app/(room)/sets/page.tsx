import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { CombineSets } from "@/components/release/combine-sets";
import { SavedSearches } from "@/components/release/saved-searches";
import { SetList } from "@/components/release/set-list";
import { Empty, Page } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { listSets } from "@/domain/sets/list";
import { listSavedSearches } from "@/domain/sets/saved-searches";

export const metadata = { title: "Sets" };

export default async function SetsPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => Promise.all([listSets(actor, { limit: 200 }), listSavedSearches(actor)]),
    ([{ items }, saved]) => (
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
          <>
            {may(actor, "set:freeze") && items.length > 1 && (
              <div className="mb-3">
                <CombineSets sets={items} />
              </div>
            )}
            <SetList sets={items} mayExport={may(actor, "production:ask")} />
          </>
        )}
        {saved.items.length > 0 && <SavedSearches saved={saved.items} />}
      </Page>
    ),
  );
}

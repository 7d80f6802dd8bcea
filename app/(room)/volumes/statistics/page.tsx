import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { count, counted } from "@/components/ui/numbers";
import { Empty, Page } from "@/components/ui/page";
import { VolumeStatistics } from "@/components/volume/statistics";
import { readStatistics } from "@/domain/volumes/statistics";

export const metadata = { title: "Statistics" };

export default async function StatisticsPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => readStatistics(actor, { by: ["month", "model", "language"] }),
    (statistics) => (
      <Page
        title="Statistics"
        lead={`${counted(statistics.conversations, "conversation")} of all sealed volumes, the same for everybody of the matter. No class is smaller than ${count(statistics.smallestClass)}: small ones stand under “other”; a cell with a dash has none, or is left out so that nothing small can be worked out from the sums.`}
      >
        {statistics.conversations === 0 ? (
          <Empty title="Nothing to count yet.">
            The record has fewer conversations than the smallest class that the order lets be told.
          </Empty>
        ) : (
          <VolumeStatistics statistics={statistics} />
        )}
      </Page>
    ),
  );
}

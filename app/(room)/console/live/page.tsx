import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { LiveActivity } from "@/components/console/live";
import { Page } from "@/components/ui/page";
import { readLive } from "@/domain/oversight/live";
import { readRoster } from "@/domain/people/roster";

export const metadata = { title: "Now" };

export default async function LivePage() {
  const actor = await pageActor();
  return pageAnswer(
    async () => {
      await readLive(actor, {}); // the names alone are for more people than the log
      return readRoster(actor);
    },
    ({ items }) => (
      <Page
        title="What happens now"
        lead="The newest entries as they are written. Who, what and of which conversation; nothing of what is asked or said."
      >
        <LiveActivity names={Object.fromEntries(items.map(({ id, name }) => [id, name]))} />
      </Page>
    ),
  );
}

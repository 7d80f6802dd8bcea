import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Roster } from "@/components/people/roster";
import { counted } from "@/components/ui/numbers";
import { Page } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { readRoster } from "@/domain/people/roster";

export const metadata = { title: "People" };

export default async function PeoplePage() {
  const actor = await pageActor();
  return pageAnswer(
    () => readRoster(actor),
    ({ items }) => {
      const open = items.filter(({ suspendedAt, endedAt }) => !suspendedAt && !endedAt);
      const unsigned = open.filter(({ undertakingSignedAt }) => !undertakingSignedAt).length;
      const lead = `${counted(open.length, "person has", "people have")} access to this matter. ${
        unsigned === 0
          ? "All of them have signed the order in force."
          : `${counted(unsigned, "person has", "people have")} not signed the order in force: nothing opens to them.`
      }`;
      return (
        <Page title="People" lead={lead}>
          <Roster people={items} self={actor.person} maySuspend={may(actor, "people:manage")} mayRelease={may(actor, "budget:release")} />
        </Page>
      );
    },
  );
}

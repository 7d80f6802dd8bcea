import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { ChallengeCard, type Reader } from "@/components/designations/challenge-card";
import { ChallengeDesignation, SetDesignation } from "@/components/designations/deeds";
import { sideInWords } from "@/components/log/words";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { Cell, Row, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { type Actor, may } from "@/domain/access/permit";
import { listDesignations } from "@/domain/designations/list";
import { listChallenges } from "@/domain/designations/list-challenges";
import type { Designation } from "@/domain/designations/schema";
import { legendOf } from "@/domain/orders/schema";

export const metadata = { title: "Designations" };

export default async function DesignationsPage() {
  const actor = await pageActor();
  const { settings } = actor.order;
  const producing = settings.producingSide;
  const reader: Reader = { side: actor.side, producing, counsel: may(actor, "designation:uphold"), rules: may(actor, "designation:rule") };
  const maySet = may(actor, "designation:set") && (actor.side === "host" || actor.side === producing);
  const mayChallenge = may(actor, "designation:challenge") && actor.side !== producing;
  const deeds = (
    <>
      {maySet && <SetDesignation tiers={settings.tiers} />}
      {mayChallenge && <ChallengeDesignation tiers={settings.tiers} />}
    </>
  );
  return pageAnswer(
    () => gather(actor),
    ({ challenges, designations }) => {
      const open = challenges.filter(({ ended }) => !ended);
      const over = challenges.filter(({ ended }) => ended);
      return (
        <Page
          title="Designations"
          lead={`The ${producing} produces and designates; what it delivers undesignated is ${legendOf(settings, settings.tiers.length)}. The other side may challenge. A designation stands until a person says otherwise.`}
          deeds={deeds}
        >
          <Section title="Open challenges" note={counted(open.length, "challenge")}>
            {open.length === 0 ? (
              <Empty title="No challenge is open." />
            ) : (
              <ul className="grid gap-3">
                {open.map((challenge) => (
                  <ChallengeCard key={challenge.id} challenge={challenge} reader={reader} />
                ))}
              </ul>
            )}
          </Section>
          <Section title="Designated after delivery" note={counted(designations.length, "designation")}>
            {designations.length === 0 ? (
              <p className="text-ink-soft">Nothing was designated since it was delivered.</p>
            ) : (
              <After designations={designations} />
            )}
          </Section>
          {over.length > 0 && (
            <Section title="Settled challenges" note={counted(over.length, "challenge")}>
              <ul className="grid gap-3">
                {over.map((challenge) => (
                  <ChallengeCard key={challenge.id} challenge={challenge} reader={reader} />
                ))}
              </ul>
            </Section>
          )}
        </Page>
      );
    },
  );
}

async function gather(actor: Actor) {
  const [challenges, designations] = [await listChallenges(actor), await listDesignations(actor)];
  return { challenges: challenges.items, designations: designations.items };
}

function After({ designations }: { readonly designations: readonly Designation[] }) {
  return (
    <Table caption="Designated after delivery" columns={["What", "Was", "Is", "Reason", "By"].map((name) => ({ name }))}>
      {designations.map(({ id, conversation, turn, was, tier, reason, set }) => (
        <Row key={id}>
          <Cell className="font-mono whitespace-nowrap">
            {conversation}
            {turn > 0 && ` turn ${turn}`}
          </Cell>
          <Cell className="max-w-52">{was.name}</Cell>
          <Cell className="max-w-52 font-medium">{tier.name}</Cell>
          <Cell className="max-w-96">{reason}</Cell>
          <Cell>
            {set.by}, {sideInWords(set.side)}
            <span className="block text-xs text-ink-faint">
              <When at={set.at} />
            </span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

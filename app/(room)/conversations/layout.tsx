import { pageActor } from "@/app/actor";
import { ConversationRoom } from "@/components/conversation/room";
import { may } from "@/domain/access/permit";
import { readMe } from "@/domain/people/me";

export const metadata = { title: "Conversations" };

/** The search and its results stay while one conversation after another opens beside them. Nothing of the record is in the page itself. */
export default async function ConversationsLayout({ children }: { children: React.ReactNode }) {
  const actor = await pageActor();
  const { actions } = await readMe(actor);
  const { tiers, legends, queryPrecedence, metadataMinimum } = actor.order.settings;
  const produces = actor.side === actor.order.settings.producingSide;
  const designates = may(actor, "designation:set") ? (produces ? "set" : "challenge") : null;
  const lifts = produces && may(actor, "redaction:lift");
  return (
    <ConversationRoom room={{ tiers, legends, actions, designates, lifts, queryPrecedence, metadataMinimum, person: actor.email }}>
      {children}
    </ConversationRoom>
  );
}

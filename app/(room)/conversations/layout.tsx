import { pageActor } from "@/app/actor";
import { ConversationRoom } from "@/components/conversation/room";
import { readMe } from "@/domain/people/me";

export const metadata = { title: "Conversations" };

/** The search and its results stay while one conversation after another opens beside them. Nothing of the record is in the page itself. */
export default async function ConversationsLayout({ children }: { children: React.ReactNode }) {
  const actor = await pageActor();
  const { actions } = await readMe(actor);
  const { tiers, legends } = actor.order.settings;
  return <ConversationRoom room={{ tiers, legends, actions, person: actor.email }}>{children}</ConversationRoom>;
}

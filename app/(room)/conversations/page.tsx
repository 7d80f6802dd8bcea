import { pageActor } from "@/app/actor";
import { ConversationNone } from "@/components/conversation/none";

export default async function ConversationsPage() {
  await pageActor();
  return <ConversationNone />;
}

import { pageActor } from "@/app/actor";
import { ConversationViewer } from "@/components/conversation/viewer";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }) {
  return { title: decodeURIComponent((await params).id) };
}

/** A shell: the text is asked for by the reader's browser, once, when it is really shown. */
export default async function ConversationPage({ params }: { params: Promise<{ id: string }> }) {
  await pageActor();
  const id = decodeURIComponent((await params).id);
  return <ConversationViewer key={id} id={id} />;
}

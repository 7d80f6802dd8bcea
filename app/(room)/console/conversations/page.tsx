import { redirect } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Page } from "@/components/ui/page";
import { readWitness } from "@/domain/oversight/witness";

export const metadata = { title: "By conversation" };

/** Asks for a control number and goes there: a record of millions has no list to choose from. */
export default async function ConversationsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await pageActor();
  const { number } = await searchParams;
  return pageAnswer(
    async () => {
      await readWitness(actor); // whoever may not read the log is told so before anything else
      if (typeof number === "string" && number.trim()) redirect(`/console/conversations/${encodeURIComponent(number.trim().slice(0, 40))}`);
      return null;
    },
    () => (
      <Page
        title="Who saw a conversation"
        lead="By its control number: who opened it, which of its turns, when; and which lists of results named it."
      >
        <form action="/console/conversations" className="flex max-w-md items-end gap-3">
          <TextField label="Control number" name="number" required maxLength={40} placeholder="DEMO-000000001" autoComplete="off" />
          <Button type="submit">Show</Button>
        </form>
      </Page>
    ),
  );
}

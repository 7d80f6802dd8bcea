import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Places } from "@/components/redactions/places";
import { leakWords, placeInWords } from "@/components/redactions/words";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { readRedaction } from "@/domain/redactions/read";
import { ReadRedaction, type RedactionDetail } from "@/domain/redactions/schema";
import { notFound } from "@/lib/errors";

export const metadata = { title: "Where the same words stand" };

type Props = { readonly params: Promise<{ readonly id: string }> };

export default async function RedactionPage({ params }: Props) {
  const actor = await pageActor();
  const asked = ReadRedaction.safeParse(await params);
  return pageAnswer(
    async () => {
      if (!asked.success) throw notFound();
      return readRedaction(actor, asked.data);
    },
    (redaction) => (
      <Page title="Where the same words stand" lead={leadOf(redaction)}>
        {redaction.places.length === 0 ? (
          <Empty title="No place waits for a decision.">
            {redaction.search?.state === "running"
              ? "The other conversations are still being looked through. This page shows what was found when it is opened again."
              : "What was found elsewhere is masked or left already."}
          </Empty>
        ) : (
          <Section title="Places" note={noteOf(redaction)}>
            <Places
              key={redaction.places[0]?.id}
              id={redaction.id}
              label={redaction.label ?? ""}
              places={redaction.places}
              reads={may(actor, "conversation:view")}
            />
          </Section>
        )}
      </Page>
    ),
  );
}

function leadOf({ conversation, turn, type, label }: RedactionDetail): string {
  return `${label} in ${placeInWords({ conversation, turn })} was reported as: ${type ? leakWords[type].toLowerCase() : "left by the de-identification"}. The same words, however they are written, stand in these places too. They are named here by number and quoted nowhere.`;
}

function noteOf({ places, search }: RedactionDetail): string {
  const open = search?.open ?? places.length;
  const more = open > places.length ? `, the first ${places.length} of ${open}` : "";
  return `${counted(places.length, "place")}${more}${search?.state === "running" ? "; the search goes on" : ""}`;
}

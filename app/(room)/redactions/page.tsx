import Link from "next/link";
import * as z from "zod";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { LiftCover } from "@/components/redactions/lift-cover";
import { LiftedList } from "@/components/redactions/lifted-list";
import { RedactionList } from "@/components/redactions/redaction-list";
import { Waiting } from "@/components/redactions/waiting";
import { Withdraw } from "@/components/redactions/withdraw";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { type Actor, may } from "@/domain/access/permit";
import { listLifted } from "@/domain/masking/list-lifted";
import { listRedactions } from "@/domain/redactions/list";

export const metadata = { title: "Redactions" };

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function RedactionsPage({ searchParams }: Props) {
  const actor = await pageActor();
  const { after } = z.object({ after: z.uuid().optional().catch(undefined) }).parse(await searchParams);
  const keeps = actor.side === "host" || actor.side === actor.order.settings.producingSide;
  return pageAnswer(
    () => gather(actor, keeps, after),
    ({ items, next, waiting, lifted }) => (
      <Page title="Redactions" lead={leadOf(actor)} deeds={keeps && may(actor, "redaction:claw-back") && <Deeds />}>
        {waiting.length > 0 && (
          <Section title="To decide" note={counted(waiting.length, "report")}>
            <Waiting reports={waiting} />
          </Section>
        )}
        {items.length === 0 ? (
          <Empty title={after ? "Nothing was masked before that." : "Nothing was masked or withdrawn by anybody yet."}>
            {may(actor, "redaction:report")
              ? "Select in a turn what the de-identification left, and press l: it is masked for everyone at once."
              : "What the detector masked by itself is counted with its volume. Here stands what people masked, and what was withdrawn."}
          </Empty>
        ) : (
          <Section title="Masked or withdrawn by people" note={`${counted(items.length, "redaction")}, the newest first`}>
            <RedactionList
              redactions={items}
              reader={{ reads: may(actor, "conversation:view"), lifts: keeps && may(actor, "redaction:lift") }}
            />
          </Section>
        )}
        {lifted.items.length > 0 && (
          <Section
            title="Lifted placeholders of the detector"
            note={lifted.next ? "the newest 50" : counted(lifted.items.length, "placeholder")}
          >
            <LiftedList covers={lifted.items} reads={may(actor, "conversation:view")} />
          </Section>
        )}
        {next && (
          <p>
            <Link href={`/redactions?after=${next}`} prefetch={false} className="text-accent underline">
              Older ones
            </Link>
          </p>
        )}
      </Page>
    ),
  );
}

async function gather(actor: Actor, keeps: boolean, after: string | undefined) {
  const page = await listRedactions(actor, { limit: 50, waiting: false, ...(after && { after }) });
  const waiting = keeps && !after ? (await listRedactions(actor, { limit: 50, waiting: true })).items : [];
  const lifted = after ? { items: [], next: null } : await listLifted(actor, { limit: 50 });
  return { ...page, waiting, lifted };
}

function Deeds() {
  return (
    <>
      <LiftCover />
      <Withdraw />
    </>
  );
}

function leadOf(actor: Actor): string {
  const who = `The ${actor.order.settings.producingSide} and the host lift what should not have been masked, and withdraw what should not have been produced.`;
  return `Whoever reads may mask what the de-identification left, for everyone at once. ${who} No list and no log says what is masked.`;
}

import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { DisclosureCard } from "@/components/experts/disclosure-card";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { listDisclosures } from "@/domain/disclosures/list";
import type { Disclosure } from "@/domain/disclosures/schema";

export const metadata = { title: "Experts" };

export default async function ExpertsPage() {
  const actor = await pageActor();
  const powers = {
    side: actor.side,
    party: may(actor, "disclosure:object"),
    rule: may(actor, "disclosure:rule"),
    clear: may(actor, "disclosure:clear"),
    cv: may(actor, "disclosure:cv"),
  };
  return pageAnswer(
    () => listDisclosures(actor),
    ({ items }) => {
      const over = (one: Disclosure) => ["cleared", "refused", "withdrawn"].includes(one.state);
      const groups = [
        ["Waiting", items.filter((one) => !over(one))],
        ["Settled", items.filter(over)],
      ] as const;
      return (
        <Page title="Experts" lead={leadOf(items)} deeds={may(actor, "disclosure:make") && <DiscloseLink />}>
          {items.length === 0 && (
            <Empty title="No expert was disclosed yet.">
              Counsel of a side discloses an expert to the other side before the record opens to them.
            </Empty>
          )}
          {groups.map(
            ([title, some]) =>
              some.length > 0 && (
                <Section key={title} title={title} note={counted(some.length, "expert")}>
                  <ul className="grid gap-3">
                    {some.map((disclosure) => (
                      <DisclosureCard key={disclosure.id} disclosure={disclosure} powers={powers} />
                    ))}
                  </ul>
                </Section>
              ),
          )}
        </Page>
      );
    },
  );
}

function leadOf(items: readonly Disclosure[]): string {
  const objected = items.filter(({ state }) => state === "objected").length;
  const due = items.filter(({ state, ended }) => (state === "open" && ended) || state === "waived" || state === "overruled").length;
  const rule =
    "An expert is disclosed to the other side before anything opens to them. A period that ends clears nobody: a person confirms.";
  const waits = [
    objected > 0 && `${counted(objected, "objection waits", "objections wait")} for the court.`,
    due > 0 && `For ${counted(due, "expert")} somebody may confirm clearance now.`,
  ];
  return [rule, ...waits.filter(Boolean)].join(" ");
}

function DiscloseLink() {
  return (
    <Link
      href="/experts/disclose"
      prefetch={false}
      className="rounded-sm border border-accent bg-accent px-2.5 py-1 font-medium text-accent-ink"
    >
      Disclose an expert
    </Link>
  );
}

import Link from "next/link";
import type { IntakeReport } from "@/domain/intake/schema";
import { Facts } from "../ui/facts";
import { count, counted } from "../ui/numbers";
import { Section } from "../ui/page";

type Props = { readonly superseding: NonNullable<IntakeReport["superseding"]> };

/** What a volume took over from the one whose place it takes: its records, and all that was designated, masked or withdrawn in it. */
export function CarriedOver({ superseding: { supersedes, lost, ...s } }: Props) {
  return (
    <Section
      title={`In the place of ${supersedes}`}
      note={`${counted(s.replaced, "conversation has", "conversations have")} a newer version here`}
    >
      <div className="grid gap-x-12 gap-y-4 md:grid-cols-2">
        <Facts
          facts={[
            ["Of other words", count(s.changed)],
            ["Not in it before", count(s.added)],
            ["In it, and not here", count(s.missing)],
          ]}
        />
        <Facts
          facts={[
            [
              "Designations",
              `${counted(s.designations, "designation holds", "designations hold")} here${s.widened > 0 ? `; ${count(s.widened)} for the whole conversation, as the turn reads otherwise` : ""}`,
            ],
            ["Withdrawn as there", counted(s.withdrawn, "conversation")],
            ["Masked as there", counted(s.masks, "mask")],
            ["Could not be carried over", lost === 0 ? "none" : <Lost key="lost" lost={lost} />],
          ]}
        />
      </div>
      {s.tier !== undefined && (
        <p className="max-w-[78ch] text-sm text-ink-soft">
          It was delivered with a lower designation than the volume before it, and has the one of that volume.
        </p>
      )}
    </Section>
  );
}

function Lost({ lost }: { readonly lost: number }) {
  return (
    <>
      {counted(lost, "redaction")}: the words were not found here, or no newer version is known.{" "}
      <Link href="/redactions" prefetch={false} className="text-accent underline">
        Redactions
      </Link>
    </>
  );
}

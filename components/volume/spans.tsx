import type { SpanReport } from "@/domain/masking/schema";
import { Facts } from "../ui/facts";
import { count, counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { VolumeBars } from "./bars";

const classes: Readonly<Record<string, string>> = {
  SECRET: "Secrets and keys",
  CREDIT_CARD: "Payment cards",
  IBAN_CODE: "Bank accounts (IBAN)",
  US_SSN: "Social security numbers",
  EMAIL_ADDRESS: "E-mail addresses",
  IP_ADDRESS: "Addresses of machines",
  PHONE_NUMBER: "Telephone numbers",
  US_DRIVER_LICENSE: "Driver's licences",
  NATIONAL_ID: "Papers",
  ACCOUNT_NUMBER: "Account numbers",
  URL: "Web addresses",
  ADDRESS: "Postal addresses",
  ZIP_CODE: "Postal codes",
  DATE_TIME: "Dates",
  AGE: "Ages",
  TITLE: "Titles and trades",
  PERSON: "Names of people",
  LOCATION: "Places",
  ORGANIZATION: "Organisations",
  NRP: "Nationalities and groups",
};

/** What was found in a volume that may say who somebody is: what was masked before, what is covered now, and what is not sure. Numbers only. */
export function VolumeSpans({ report }: { readonly report: SpanReport }) {
  const placeholders = total(report.placeholders);
  const covered = total(report.covered);
  return (
    <>
      <Section title="De-identification" note={report.state === "done" ? `searched by ${report.detector}` : "the search is under way"}>
        <p className="max-w-[78ch] font-evidence text-lg leading-snug">
          {counted(covered, "stretch", "stretches")} of {counted(report.words, "word")} had been left unmasked for certain, in{" "}
          {counted(report.withCovered, "conversation")} of {count(report.conversations)}. Placeholders cover them for everyone.
        </p>
        <div className="grid gap-x-12 gap-y-4 pt-2 md:grid-cols-2">
          <Facts
            facts={[
              ["Placeholders received", `${count(placeholders)}, in ${counted(report.withPlaceholders, "conversation")}`],
              ["For every 1,000 words", per(placeholders, report.words)],
            ]}
          />
          <Facts
            facts={[
              ["Named or cued", `${count(total(report.cued))}, in ${counted(report.withCued, "conversation")}: not covered`],
              ["Only looks like it", `${count(total(report.likely))}: counted, not kept`],
            ]}
          />
        </div>
        <p className="max-w-[78ch] pt-2 text-ink-faint text-sm">
          What the search missed is not in these numbers. They count what rules found, not what a reader would.
        </p>
      </Section>
      <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2">
        <Kinds title="Covered for everyone" by={named(report.covered)} />
        <Kinds title="Placeholders, by tool and class" by={report.placeholders} />
        <Kinds title="Named or cued" by={named(report.cued)} />
        <Kinds title="Only looks like it" by={named(report.likely)} />
      </div>
    </>
  );
}

function Kinds({ title, by }: { readonly title: string; readonly by: Readonly<Record<string, number>> }) {
  const sorted = Object.entries(by).sort(([, a], [, b]) => b - a);
  if (sorted.length === 0) return null;
  return (
    <Section title={title}>
      <VolumeBars of={sorted} name="Class" wide />
    </Section>
  );
}

const total = (by: Readonly<Record<string, number>>) => Object.values(by).reduce((sum, n) => sum + n, 0);
const per = (n: number, words: number) => (words === 0 ? "0" : ((n / words) * 1_000).toFixed(2));
const named = (by: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(by).map(([type, n]) => [classes[type] ?? type, n]));

import type { SpanReport } from "@/domain/masking/schema";
import { Facts } from "../ui/facts";
import { count, counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { When } from "../ui/when";
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
        {report.next && (
          <p className="mb-2 border-l-2 border-accent pl-3">
            A newer search by {report.next.detector} is under way since <When at={report.next.startedAt} />:{" "}
            {counted(report.next.conversations, "conversation")} so far. Until all of it is done, what stands here is what is covered.
          </p>
        )}
        <p className="max-w-[78ch] font-evidence text-lg leading-snug">
          {counted(covered, "stretch", "stretches")} of {counted(report.words, "word")} had been left unmasked for certain, in{" "}
          {counted(report.withCovered, "conversation")} of {count(report.conversations)}. Placeholders cover them for everyone.
        </p>
        <div className="grid gap-x-12 gap-y-4 pt-2 md:grid-cols-2">
          <Facts
            facts={[
              ["Placeholders received", `${count(placeholders)}, in ${counted(report.withPlaceholders, "conversation")}`],
              ["For every 1,000 words", per(placeholders, report.words)],
              ["Public names", `${count(report.names.setApart)} set apart, from ${counted(report.names.from, "conversation")} on`],
              ["Covers lifted as wrong", wrongInWords(total(report.lifted), covered + total(report.cued))],
            ]}
          />
          <Facts
            facts={[
              [
                "Named or cued",
                `${count(total(report.cued))}, in ${counted(report.withCued, "conversation")}: covered for whom the order names`,
              ],
              ["Only looks like it", `${count(total(report.likely))}: not covered; samples can be drawn by it`],
              ["Searched", <Searched key="searched" report={report} />],
              ...serviceFacts(report),
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
        <Wrong report={report} />
        <PublicNames report={report} />
      </div>
    </>
  );
}

function Searched({ report: { startedAt, endedAt, version, earlier } }: { readonly report: SpanReport }) {
  return (
    <>
      <When at={endedAt ?? startedAt} />
      {version > 1 && `, for the ${ordinal(version)} time`}
      {earlier.map((one) => (
        <span key={one.version} className="block text-xs text-ink-faint">
          before by {one.detector}
          {one.endedAt && (
            <>
              , <When at={one.endedAt} />
            </>
          )}
        </span>
      ))}
    </>
  );
}

function serviceFacts({ setting: { service }, unasked }: SpanReport): (readonly [string, string])[] {
  if (!service) return [];
  return [["Asked beside the rules", `${service}${unasked > 0 ? `, not about ${counted(unasked, "turn")} in other languages` : ""}`]];
}

// Nobody looks at every cover: what was found wrong bounds from above how many are right.
function wrongInWords(wrong: number, of: number): string {
  if (wrong === 0) return "none";
  return `${count(wrong)} of ${count(of)}: at most ${(Math.floor((1 - wrong / Math.max(1, of)) * 10_000) / 100).toFixed(2)} % are right`;
}

function Wrong({ report }: { readonly report: SpanReport }) {
  const found: Readonly<Record<string, number>> = sum(report.covered, report.cued);
  const rows = Object.entries(report.lifted).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return null;
  return (
    <Section title="Lifted as wrong" note="by the producing side and the host">
      <Facts facts={rows.map(([type, n]) => [classes[type] ?? type, wrongInWords(n, found[type] ?? n)] as const)} />
    </Section>
  );
}

function PublicNames({ report: { names } }: { readonly report: SpanReport }) {
  if (names.steps.every((step) => step.names === 0)) return null;
  return (
    <Section title="Names that many conversations share" note="in this volume alone">
      <VolumeBars of={names.steps.map((step) => [`in ${count(step.from)} or more`, step.names] as const)} name="Conversations" wide />
      <p className="max-w-[60ch] pt-2 text-ink-faint text-sm">
        The order calls a name public from {count(names.from)} conversations of the matter on. Which names they are is text, and is read
        there.
      </p>
    </Section>
  );
}

const ordinal = (n: number) => (n === 2 ? "second" : n === 3 ? "third" : `${n}th`);
const sum = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((type) => [type, (a[type] ?? 0) + (b[type] ?? 0)]));

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

import type { ReportCard } from "@/domain/filings/schema";
import type { Every, ReportKind } from "@/domain/reports/schema";

export const reportTitles: Record<ReportKind, string> = {
  roster: "Roster",
  access: "Access to the record",
  exports: "Exports and downloads",
  holds: "Holds",
  refusals: "Refusals",
  denominator: "The denominator",
};

export const reportMeans: Record<ReportKind, string> = {
  roster: "Who had access to the matter: admitted when, signed what, first and last seen, suspended when.",
  access: "Who opened, was shown and took away how much, by person, and by day and side.",
  exports: "What was exported and downloaded, by whom, and what was stopped.",
  holds: "Every hold and what became of it, and what it stopped.",
  refusals: "What was refused to whom, and why.",
  denominator: "How much of the whole record each side searched, was listed, opened and took away.",
};

export const everyInWords: Record<Every, string> = {
  never: "only when asked for",
  day: "every day",
  week: "every week, from Monday",
  month: "every month",
};

export function causeInWords({ cause }: ReportCard): string {
  return cause === "asked" ? "asked for" : everyInWords[cause];
}

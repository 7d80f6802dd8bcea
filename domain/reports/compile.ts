import { createHash } from "node:crypto";
import { type AccessReport, tallyAccess } from "./access";
import { type DenominatorReport, denominatorActions, tallyDenominator } from "./denominator";
import { type ExportsReport, exportActions, tallyExports } from "./exports";
import { type HoldsReport, holdActions, tallyHolds } from "./holds";
import { earlier, type Line, later, type Proof, proofOf, type Span, type Tally } from "./line";
import { type RefusalsReport, tallyRefusals } from "./refusals";
import { type RosterReport, rosterActions, tallyRoster } from "./roster";
import type { ReportKind } from "./schema";

export type Bodies = {
  roster: RosterReport;
  access: AccessReport;
  exports: ExportsReport;
  holds: HoldsReport;
  refusals: RefusalsReport;
  denominator: DenominatorReport;
};

/** What a report is about: the matter, the days, and the log up to which leaf. `size` null: a log that has no checkpoint yet. */
export type ReportFrame = {
  readonly matter: { readonly id: string; readonly slug: string; readonly caption: string };
  readonly period: Span;
  readonly log: { readonly origin: string | null; readonly size: number | null };
};

export type Report<K extends ReportKind = ReportKind> = ReportFrame & {
  readonly format: "reading-room-report/1";
  readonly kind: K;
  /** The entries that the report rests on: how many, the first and the last. */
  readonly counted: { readonly entries: number; readonly first: Proof | null; readonly last: Proof | null };
  readonly report: Bodies[K];
};

type Question<K extends ReportKind> = {
  /** What it looks back for before its period: who was admitted, what was held, what was loaded. */
  readonly before: readonly string[];
  /** Actions that matter within the period; all where this is null. */
  readonly within: readonly string[] | null;
  /** Whether attempts at anything else matter as well, where a hold stopped them. */
  readonly held?: boolean;
  readonly tally: (span: Span) => Tally<Bodies[K]>;
};

const questions: { readonly [K in ReportKind]: Question<K> } = {
  roster: { before: rosterActions, within: rosterActions, tally: tallyRoster },
  access: { before: [], within: null, tally: tallyAccess },
  exports: { before: [], within: exportActions, tally: tallyExports },
  holds: { before: holdActions, within: holdActions, held: true, tally: ({ from }) => tallyHolds(from) },
  refusals: { before: [], within: null, tally: tallyRefusals },
  denominator: { before: ["intake:run"], within: denominatorActions, tally: ({ from }) => tallyDenominator(from) },
};

/** Which entries a report must be told. A reader of the log may tell it more, never less. */
export function wantedBy(kind: ReportKind): { before: readonly string[]; within: readonly string[] | null; refused: boolean } {
  const { before, within, held = false } = questions[kind];
  return { before, within, refused: held };
}

function wants(kind: ReportKind, { at, action, reason }: Line, { from, until }: Span): boolean {
  const { before, within, held } = questions[kind];
  if (at >= until) return false;
  if (at < from) return before.includes(action);
  return within === null || within.includes(action) || (held === true && reason === "held");
}

/** Starts a report that is told entries one by one, in any order, and says at the end what they amount to. */
export function compile<K extends ReportKind>(kind: K, frame: ReportFrame): Tally<Report<K>> {
  const tally = questions[kind].tally(frame.period);
  let entries = 0;
  let first: Proof | null = null;
  let last: Proof | null = null;
  return {
    take: (line) => {
      if (!wants(kind, line, frame.period)) return;
      entries++;
      first = earlier(first, proofOf(line));
      last = later(last, proofOf(line));
      tally.take(line);
    },
    result: () => ({ format: "reading-room-report/1", kind, ...frame, counted: { entries, first, last }, report: tally.result() }),
  };
}

/** The report as it is kept, hashed and signed: these bytes and no others. */
export function documentOf(report: Report): { readonly text: string; readonly sha256: string } {
  const text = `${JSON.stringify(report, null, 1)}\n`;
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}

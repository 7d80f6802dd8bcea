import type { ReportKind } from "@/domain/reports/schema";

export type Statement = {
  readonly origin: string;
  readonly kind: ReportKind;
  readonly from: string;
  readonly to: string;
  /** The leaves of the log that were read. */
  readonly size: number;
  /** Of report.json, in hexadecimal. */
  readonly sha256: string;
};

/**
 * What the key of the log signs of a report: the text of a C2SP signed note. Its first line names what it is, so that it can never be
 * taken for a checkpoint, whose second line is a number.
 */
export function statementOf({ origin, kind, from, to, size, sha256 }: Statement): string {
  return `${origin}\nreport ${kind}\n${from} ${to}\nsize ${size}\nsha256 ${sha256}\n`;
}

/** Reads what `statementOf` wrote; null where it is something else. */
export function parseStatement(text: string): Statement | null {
  const match = /^(\S+)\nreport ([a-z]+)\n(\d{4}-\d\d-\d\d) (\d{4}-\d\d-\d\d)\nsize (\d{1,15})\nsha256 ([0-9a-f]{64})\n$/.exec(text);
  if (!match) return null;
  const [, origin = "", kind = "", from = "", to = "", size = "", sha256 = ""] = match;
  return { origin, kind: kind as ReportKind, from, to, size: Number(size), sha256 };
}

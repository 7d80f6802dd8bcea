import { compile, type Report, type ReportFrame, wantedBy } from "./compile";
import type { Line } from "./line";
import type { ReportKind } from "./schema";

/** A page of the log, out of its first `size` leaves. Two readers give them: the web process for who may read the log, and the reporter. */
export type Within = {
  readonly size: number;
  readonly from: string;
  readonly until: string;
  readonly actions: readonly string[] | null;
  /** Refusals of any other action as well. */
  readonly refused: boolean;
  readonly after: Line | null;
  readonly limit: number;
};
export type Before = {
  readonly size: number;
  readonly until: string;
  readonly actions: readonly string[];
  readonly after: Line | null;
  readonly limit: number;
};
export type Source = {
  readonly within: (page: Within) => Promise<readonly Line[]>;
  readonly before: (page: Before) => Promise<readonly Line[]>;
};

const PAGE = 2_000;

/** Reads what a report must be told, page by page, and nothing is kept but its sums. */
export async function reportFrom<K extends ReportKind>(source: Source, kind: K, frame: ReportFrame): Promise<Report<K>> {
  const tally = compile(kind, frame);
  const { before, within, refused } = wantedBy(kind);
  const { from, until } = frame.period;
  const size = frame.log.size ?? 0;
  if (before.length > 0)
    for await (const line of pages((after) => source.before({ size, until: from, actions: before, after, limit: PAGE }))) tally.take(line);
  for await (const line of linesWithin(source, { size, from, until, actions: within, refused })) tally.take(line);
  return tally.result();
}

/** Every entry of a stretch of time, in order of time. */
export function linesWithin(source: Source, wanted: Omit<Within, "after" | "limit">): AsyncGenerator<Line> {
  return pages((after) => source.within({ ...wanted, after, limit: PAGE }));
}

async function* pages(read: (after: Line | null) => Promise<readonly Line[]>): AsyncGenerator<Line> {
  for (let after: Line | null = null; ; ) {
    const lines: readonly Line[] = await read(after);
    yield* lines;
    after = lines.at(-1) ?? null;
    if (lines.length < PAGE) return;
  }
}

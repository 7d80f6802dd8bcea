import { normalised, type Token, tokensIn } from "./deid-words";

/** A labelled stretch of a text. */
export type Labelled = { readonly start: number; readonly end: number; readonly type: string };
export type Sample = { readonly text: string; readonly gold: readonly Labelled[]; readonly template: number };

/** How spans of a type that follow each other are made one. */
export type Variant = "as published" | "correct";
type Merged = { readonly type: string; start: number; end: number; to: number; readonly from: number };
export type Counts = { hits: number; predicted: number; annotated: number };
export type Score = { readonly all: Counts; readonly byType: ReadonlyMap<string, Counts> };

/**
 * Scores as presidio-research's SpanEvaluator does: stop words and punctuation do not count, spans of a type that only those lie between
 * are one, a prediction counts where it and the gold span share at least `iou` of their characters, whatever the types; by class the
 * types must agree. The published figures come from an evaluator that makes one of ANY two spans of a type that follow each other,
 * whatever lies between (it looks the words between up under the wrong numbers): `as published` does the same.
 */
export function evaluate(
  samples: readonly Sample[],
  predict: (sample: Sample) => readonly Labelled[],
  variant: Variant,
  iou: number,
): Score {
  const all: Counts = { hits: 0, predicted: 0, annotated: 0 };
  const byType = new Map<string, Counts>();
  const of = (type: string) => {
    const counts = byType.get(type) ?? { hits: 0, predicted: 0, annotated: 0 };
    byType.set(type, counts);
    return counts;
  };
  for (const sample of samples) {
    const tokens = tokensIn(sample.text);
    const gold = merged(tokens, sample.gold, variant);
    const predicted = merged(tokens, predict(sample), variant);
    all.annotated += gold.length;
    for (const { type } of gold) of(type).annotated++;
    for (const { type } of predicted) of(type).predicted++;
    score(gold, predicted, iou, all, of);
  }
  return { all, byType };
}

function score(gold: readonly Merged[], predicted: readonly Merged[], iou: number, all: Counts, of: (type: string) => Counts): void {
  const used = new Set<Merged>();
  const usedByType = new Set<Merged>();
  for (const one of gold) {
    const over = predicted.filter((other) => !used.has(other) && other.start <= one.end && one.start <= other.end);
    const found = best(one, over);
    const sameType = best(
      one,
      over.filter((other) => other.type === one.type && !usedByType.has(other)),
    );
    if (found.share >= iou) {
      all.hits++;
      all.predicted++;
      for (const other of found.spans) used.add(other);
    }
    if (sameType.share < iou) continue;
    of(one.type).hits++;
    for (const other of sameType.spans) usedByType.add(other);
  }
  all.predicted += predicted.filter((other) => !used.has(other)).length;
}

// Predictions are added one by one as long as each makes the match better.
function best(gold: Merged, over: readonly Merged[]): { spans: Merged[]; share: number } {
  let spans: Merged[] = [];
  let share = 0;
  for (const other of over) {
    const tried = shareOf(gold, [...spans, other]);
    if (tried <= share) continue;
    spans = [...spans, other];
    share = tried;
  }
  return { spans, share };
}

function shareOf(gold: Merged, spans: readonly Merged[]): number {
  const wanted = new Set<number>();
  for (let at = gold.start; at <= gold.end; at++) wanted.add(at);
  const had = new Set<number>();
  for (const [n, { start, end }] of spans.entries()) for (let at = n ? start - 1 : start; at <= (n ? end - 1 : end); at++) had.add(at);
  let shared = 0;
  for (const at of had) if (wanted.has(at)) shared++;
  return shared / (wanted.size + had.size - shared);
}

function merged(tokens: readonly Token[], spans: readonly Labelled[], variant: Variant): Merged[] {
  const made: Merged[] = [];
  let current: Merged | null = null;
  let type = "";
  for (const [n, token] of tokens.entries()) {
    const label = spans.find(({ start, end }) => start < token.end && token.start < end)?.type ?? "";
    if (label !== type || label === "") current = null;
    type = label;
    if (label === "" || !normalised(token)) continue;
    if (current) {
      current.end = token.end;
      current.to = n;
    } else {
      current = { type: label, start: token.start, end: token.end, from: n, to: n };
      made.push(current);
    }
  }
  const joined: Merged[] = [];
  for (const one of made) {
    const last = joined.at(-1);
    if (
      last &&
      last.type === one.type &&
      (variant === "as published" || tokens.slice(last.to + 1, one.from).every((token) => !normalised(token)))
    ) {
      last.end = one.end;
      last.to = one.to;
    } else joined.push({ ...one });
  }
  return joined;
}

export const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
export const precision = ({ hits, predicted }: Counts) => ratio(hits, predicted);
export const recall = ({ hits, annotated }: Counts) => ratio(hits, annotated);

/** Recall counts twice as much as precision. */
export function f2(counts: Counts): number {
  const [p, r] = [precision(counts), recall(counts)];
  return p + r === 0 ? 0 : (5 * p * r) / (4 * p + r);
}

/** How many characters of gold spans are covered, and how many gold spans are covered to their last letter or digit. */
export function masked(samples: readonly Sample[], predict: (sample: Sample) => readonly Labelled[]) {
  const totals = { characters: 0, covered: 0, entities: 0, whole: 0 };
  const byType = new Map<string, { entities: number; whole: number }>();
  for (const sample of samples) {
    const predicted = predict(sample);
    for (const { start, end, type } of sample.gold) {
      let missed = 0;
      for (let at = start; at < end; at++) {
        totals.characters++;
        if (predicted.some((one) => one.start <= at && at < one.end)) totals.covered++;
        else if (/[\p{L}\p{N}]/u.test(sample.text[at] ?? "")) missed++;
      }
      const counts = byType.get(type) ?? { entities: 0, whole: 0 };
      byType.set(type, { entities: counts.entities + 1, whole: counts.whole + (missed === 0 ? 1 : 0) });
      totals.entities++;
      if (missed === 0) totals.whole++;
    }
  }
  return { ...totals, byType };
}

import type { EntityType, Span, Tier } from "./schema";

/** One span, as a rule makes it. */
export function span(start: number, end: number, type: EntityType, tier: Tier, score: number, rule: string): Span {
  return { start, end, type, score, tier, rule };
}

/**
 * What stands just before a place, in lower case: where a rule asks for a cue. Cut at the beginning of the paragraph, since a cue speaks
 * for its own line and the one before.
 */
export function before(text: string, at: number, length = 48): string {
  return text.slice(Math.max(0, at - length), at).toLowerCase();
}

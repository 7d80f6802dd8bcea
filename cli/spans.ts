import type { SpanCounts } from "@/domain/masking/schema";

/** What was found in a volume, as lines for a terminal. */
export function printSpans(counts: SpanCounts): string[] {
  const list = (title: string, by: Readonly<Record<string, number>>) => {
    const all = Object.entries(by).sort(([, a], [, b]) => b - a);
    return all.length === 0 ? [] : ["", title, ...all.map(([name, n]) => `  ${name.padEnd(34)}${n.toLocaleString("en-US").padStart(15)}`)];
  };
  const placeholders = Object.values(counts.placeholders).reduce((sum, n) => sum + n, 0);
  const density = counts.words === 0 ? 0 : (placeholders / counts.words) * 1_000;
  return [
    `${counts.conversations.toLocaleString("en-US")} conversations, ${counts.turns.toLocaleString("en-US")} turns, ${counts.words.toLocaleString("en-US")} words were searched for personal data.`,
    `Placeholders in ${counts.withPlaceholders} conversations (${density.toFixed(2)} per 1,000 words), personal data that is covered in ${counts.withCovered}, named or cued in ${counts.withCued}.`,
    ...list("Placeholders of somebody else's tool", counts.placeholders),
    ...list("Found and covered for everyone", counts.covered),
    ...list("Names, addresses and dates of birth that something speaks for", counts.cued),
    ...list("What only looks like personal data", counts.likely),
  ];
}

/** How often two readers said the same, and how much of that is more than chance: null where chance alone would agree always. */
export type Agreement = { readonly both: number; readonly agreed: number; readonly kappa: number | null };

/** Cohen's kappa (Educational and Psychological Measurement 20, 1960, 37–46) of two readers who said yes or no of the same things. */
export function agreementOf(pairs: readonly (readonly [boolean, boolean])[]): Agreement {
  const both = pairs.length;
  const agreed = pairs.filter(([one, other]) => one === other).length;
  if (both === 0) return { both, agreed, kappa: null };
  const [one, other] = [0, 1].map((reader) => pairs.filter((pair) => pair[reader]).length / both) as [number, number];
  const chance = one * other + (1 - one) * (1 - other);
  return { both, agreed, kappa: chance === 1 ? null : (agreed / both - chance) / (1 - chance) };
}

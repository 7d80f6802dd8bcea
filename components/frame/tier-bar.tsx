/** The designation, always in words: a colour alone says nothing. Rank 1 is the lowest tier of the order. */
export function TierBar({ tier }: { readonly tier: { readonly rank: number; readonly name: string } }) {
  const colour = tier.rank > 1 ? "border-tier-aeo text-tier-aeo" : "border-tier-confidential text-tier-confidential";
  return (
    <span
      className={`line-clamp-2 max-w-[22rem] rounded-xs border-l-4 bg-raised px-2 py-0.5 text-2xs leading-3.5 font-semibold tracking-wide ${colour}`}
      title={tier.name}
    >
      {tier.name}
    </span>
  );
}

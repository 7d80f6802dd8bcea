/** A term that cannot be asked, underlined where something is wrong; a blank at its end where something is missing. */
export function Misplaced({ term, at, length }: { readonly term: string; readonly at: number | null; readonly length: number | null }) {
  const end = at === null ? 0 : at + Math.max(1, length ?? 1);
  return (
    <span className="font-mono text-sm break-words whitespace-pre-wrap [font-variant-ligatures:none]">
      {term.slice(0, at ?? term.length)}
      {at !== null && (
        <span className="inline-block border-b-2 border-danger bg-transparent leading-tight text-danger">
          {term.slice(at, end) || "\u00A0"}
        </span>
      )}
      {at !== null && term.slice(end)}
    </span>
  );
}

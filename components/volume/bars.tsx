import { count } from "../ui/numbers";

const SHOWN = 24;

/** A bar to each value, labelled where it stands. It is a table first: name, number, and the bar for the eye. */
export function VolumeBars({
  of,
  name,
  wide = false,
}: {
  readonly of: readonly (readonly [string, number])[];
  readonly name: string;
  readonly wide?: boolean;
}) {
  const most = Math.max(1, ...of.map(([, n]) => n));
  return (
    <>
      <table className="w-full text-sm">
        <caption className="sr-only">Conversations by {name.toLowerCase()}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">Number</th>
          </tr>
        </thead>
        <tbody>
          {of.slice(0, SHOWN).map(([value, n]) => (
            <tr key={value}>
              <th scope="row" className={`py-px pr-3 text-left font-normal ${wide ? "w-1/2" : "w-40 max-w-40 truncate"}`} title={value}>
                {value}
              </th>
              <td className="py-px">
                <span className="flex items-center gap-2">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2.5 flex-1" aria-hidden>
                    <title>{value}</title>
                    <rect x={0} y={0} height={8} width={Math.max(0.3, (n / most) * 100)} className="fill-accent" />
                  </svg>
                  <span className="w-20 text-right tabular-nums">{count(n)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {of.length > SHOWN && <p className="text-xs text-ink-faint">and {count(of.length - SHOWN)} more</p>}
    </>
  );
}

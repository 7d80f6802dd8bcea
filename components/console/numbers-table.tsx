import { count } from "../ui/numbers";

export type Figures = { readonly key: string; readonly cells: readonly React.ReactNode[]; readonly numbers: readonly number[] };

/** Numbers in rows under their names: the table behind a chart, and a page's own. Prints on A4 and Letter. */
export function NumbersTable({
  caption,
  names,
  columns,
  rows,
}: {
  readonly caption: string;
  readonly names: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly Figures[];
}) {
  return (
    <section aria-label={caption} {...{ tabIndex: 0 }} className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-xs text-ink-faint">
            {names.map((name) => (
              <th key={name} scope="col" className="py-1.5 pr-4 text-left font-medium">
                {name}
              </th>
            ))}
            {columns.map((name) => (
              <th key={name} scope="col" className="py-1.5 pr-4 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, numbers }) => (
            <tr key={key} className="break-inside-avoid border-b align-baseline hover:bg-panel">
              {cells.map((cell, i) => (
                <td key={names[i]} className="py-1 pr-4">
                  {cell}
                </td>
              ))}
              {numbers.map((value, i) => (
                <td key={columns[i]} className={`py-1 pr-4 text-right tabular-nums ${value === 0 ? "text-ink-faint" : ""}`}>
                  {count(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The table behind a chart, folded away on the screen. */
export function Behind({
  children,
  what = "The numbers behind these charts",
}: {
  readonly children: React.ReactNode;
  readonly what?: string;
}) {
  return (
    <details className="print:hidden">
      <summary className="w-fit cursor-default text-xs text-ink-soft">{what}</summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}

export type Column = { readonly name: string; readonly right?: boolean; readonly className?: string };

// What scrolls must be reachable by keyboard (WCAG 2.1.1).
const reachable = { tabIndex: 0 };

/** A dense table that scrolls sideways on its own, by keyboard too, and prints whole. */
export function Table({
  caption,
  columns,
  children,
}: {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly children: React.ReactNode;
}) {
  return (
    <section aria-label={caption} {...reachable} className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-collapse text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-xs text-ink-faint">
            {columns.map(({ name, right, className = "" }) => (
              <th key={name} scope="col" className={`py-1.5 pr-4 font-medium whitespace-nowrap ${right ? "text-right" : ""} ${className}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A row; the line under it is the only ornament. */
export function Row({ children, dim = false }: { readonly children: React.ReactNode; readonly dim?: boolean }) {
  return <tr className={`break-inside-avoid border-b align-baseline hover:bg-panel ${dim ? "text-ink-soft" : ""}`}>{children}</tr>;
}

export function Cell({
  right = false,
  className = "",
  children,
}: {
  readonly right?: boolean;
  readonly className?: string;
  readonly children?: React.ReactNode;
}) {
  return <td className={`py-1.5 pr-4 ${right ? "text-right tabular-nums" : ""} ${className}`}>{children}</td>;
}

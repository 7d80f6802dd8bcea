import type { Dimension, Statistics, StatisticsTable } from "@/domain/volumes/statistics-schema";
import { languageName } from "../conversation/address";
import { count } from "../ui/numbers";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { monthOf } from "../ui/when";
import { VolumeBars } from "./bars";

const names: Record<Dimension, string> = { month: "Month", model: "Model", language: "Language" };

/** Counts of the record by one dimension and by two; what is too small is together or left out, and says so. */
export function VolumeStatistics({ statistics: { tables } }: { readonly statistics: Statistics }) {
  const [single, pairs] = [tables.filter(({ by }) => by.length === 1), tables.filter(({ by }) => by.length === 2)];
  return (
    <>
      <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-3">
        {single.map(({ by: [one = "month"], cells }) => (
          <Section key={one} title={names[one]}>
            <VolumeBars
              of={cells.map(({ values: [value = ""], conversations }) => [inWords(one, value), conversations])}
              name={names[one]}
            />
          </Section>
        ))}
      </div>
      {pairs.map((table) => (
        <Pair key={table.by.join()} table={table} />
      ))}
    </>
  );
}

function Pair({ table: { by, cells } }: { readonly table: StatisticsTable }) {
  const [down = "month", across = "model"] = by;
  const title = `${names[down]} and ${names[across].toLowerCase()}`;
  const rows = [...new Set(cells.map(({ values }) => values[0] ?? ""))];
  const columns = [...new Set(cells.map(({ values }) => values[1] ?? ""))].sort((a, b) => (a < b ? -1 : 1));
  const at = new Map(cells.map(({ values, conversations }) => [values.join("\n"), conversations]));
  return (
    <Section title={title}>
      {cells.length === 0 ? (
        <p className="text-ink-soft">Everything in this table is too small to be told, or would let what is too small be worked out.</p>
      ) : (
        <Table
          caption={`Conversations by ${title.toLowerCase()}`}
          columns={[{ name: names[down] }, ...columns.map((value) => ({ name: inWords(across, value), right: true }))]}
        >
          {rows.map((row) => (
            <Row key={row}>
              <Cell>{inWords(down, row)}</Cell>
              {columns.map((column) => {
                const n = at.get(`${row}\n${column}`);
                return (
                  <Cell key={column} right>
                    {n === undefined ? (
                      <span className="text-ink-faint" title="none, or left out">
                        –
                      </span>
                    ) : (
                      count(n)
                    )}
                  </Cell>
                );
              })}
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}

function inWords(one: Dimension, value: string): string {
  if (value === "other" || value === "not stated") return value;
  if (one === "month") return monthOf(value);
  return one === "language" ? languageName(value) : value;
}

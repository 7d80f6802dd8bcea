import type { LogEntry } from "@/domain/audit/schema";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { LogFacts } from "./facts";
import { Receipt } from "./receipt";
import { actionInWords, reasonInWords } from "./words";

/** Entries of the log, newest first: when, who, for whom, what, of what, how it ended, and what was disclosed. Never text, never a question. */
export function LogTable({
  entries,
  names,
}: {
  readonly entries: readonly LogEntry[];
  readonly names: ReadonlyMap<string, string> | null;
}) {
  const columns = ["Time (UTC)", ...(names ? ["Person", "Side and role"] : []), "What happened", "Object", "Outcome", "What was disclosed"];
  return (
    <Table caption={names ? "The log, newest first" : "Your own entries, newest first"} columns={columns.map((name) => ({ name }))}>
      {entries.map((entry) => (
        <Row key={entry.id}>
          <Cell className="text-xs">
            <When at={entry.at} zone={false} />
          </Cell>
          {names && <Who entry={entry} names={names} />}
          <Cell className="whitespace-nowrap">{actionInWords(entry.action, entry.outcome)}</Cell>
          <Cell className="font-mono text-xs whitespace-nowrap">{objectOf(entry.object)}</Cell>
          <Cell className={`min-w-44 ${entry.outcome === "done" ? "text-ink-faint" : "text-danger"}`}>
            {entry.outcome}
            {entry.reason && <span className="block max-w-56 text-xs">{reasonInWords(entry.reason)}</span>}
          </Cell>
          <Cell className="min-w-52 text-xs">
            <LogFacts entry={entry} />
            {!names && <Receipt entry={entry.id} of={`entry ${entry.id}`} />}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Who({ entry: { person, side, role }, names }: { readonly entry: LogEntry; readonly names: ReadonlyMap<string, string> }) {
  return (
    <>
      <Cell className="whitespace-nowrap">
        <span title={person.email ?? undefined}>{(person.id && names.get(person.id)) ?? person.email ?? "nobody known"}</span>
      </Cell>
      <Cell className="whitespace-nowrap text-ink-soft">{side ? `${side} ${role}` : ""}</Cell>
    </>
  );
}

// An object is its kind and its name; the long random names are cut to what tells them apart, the whole is there on hover.
function objectOf(object: string | null): React.ReactNode {
  if (!object) return null;
  const [kind, ...rest] = object.split(":");
  const name = rest.join(":");
  if (kind === "conversation") return name;
  return <span title={object}>{`${kind} ${/^[0-9a-f-]{36}$/.test(name) ? `${name.slice(0, 8)}…` : name}`}</span>;
}

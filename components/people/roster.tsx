import type { Person } from "@/domain/people/schema";
import { sideInWords } from "../log/words";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { MoreBudget } from "./more-budget";
import { PersonDeeds } from "./person-deeds";

/** Everybody with access to the matter, now or before. */
export function Roster({
  people,
  self,
  maySuspend,
  mayRelease,
}: {
  readonly people: readonly Person[];
  readonly self: string;
  readonly maySuspend: boolean;
  readonly mayRelease: boolean;
}) {
  const columns = ["Person", "Side and role", "Tier", "Undertaking signed", "First shown, by tier", "Last seen, first seen", "State"].map(
    (name) => ({ name }),
  );
  return (
    <Table
      caption="People with access to this matter"
      columns={maySuspend || mayRelease ? [...columns, { name: "What may be done", right: true }] : columns}
    >
      {people.map((person) => (
        <Row key={person.id} dim={Boolean(person.suspendedAt ?? person.endedAt)}>
          <Cell>
            <span className="font-medium text-ink">{person.name}</span>
            <span className="block text-xs text-ink-faint">{person.email}</span>
          </Cell>
          <Cell>
            {person.role}
            <span className="block text-xs text-ink-faint">{sideInWords(person.side)}</span>
          </Cell>
          <Cell className="min-w-44 max-w-56">{person.tier.name}</Cell>
          <Cell>
            {person.undertakingSignedAt ? <When at={person.undertakingSignedAt} day /> : <span className="text-danger">not signed</span>}
          </Cell>
          <Cell>
            <Shown person={person} />
          </Cell>
          <Cell>
            {person.lastSeenAt ? <When at={person.lastSeenAt} /> : "never"}
            {person.firstSeenAt && (
              <span className="block text-xs text-ink-faint">
                <When at={person.firstSeenAt} day />
              </span>
            )}
          </Cell>
          <Cell>
            <State person={person} />
          </Cell>
          {(maySuspend || mayRelease) && (
            <Cell right>
              {!person.suspendedAt && !person.endedAt && (
                <>
                  {maySuspend && <PersonDeeds person={person} self={self} />}
                  {mayRelease && person.tier.rank > 0 && <MoreBudget person={person} />}
                </>
              )}
            </Cell>
          )}
        </Row>
      ))}
    </Table>
  );
}

// The first look at a tier is what a prosecution bar is counted from.
function Shown({ person: { firstAccess, prosecutionBar } }: { readonly person: Person }) {
  if (firstAccess.length === 0) return <span className="text-ink-faint">nothing yet</span>;
  return (
    <>
      {firstAccess.map(({ tier, name, at }) => (
        <span key={tier} className="block" title={name}>
          <span className="text-ink-faint">tier {tier}</span> <When at={at} day />
        </span>
      ))}
      {prosecutionBar && (
        <span className="block text-xs text-ink-soft">
          barred since <When at={prosecutionBar.since} day />,{" "}
          {prosecutionBar.until ? (
            <>
              until <When at={prosecutionBar.until} day />
            </>
          ) : (
            "until the order’s time after the action ends"
          )}
        </span>
      )}
    </>
  );
}

function State({ person: { suspendedAt, endedAt, clearedAt } }: { readonly person: Person }) {
  if (suspendedAt)
    return (
      <span className="text-danger">
        suspended
        <span className="block text-xs">
          <When at={suspendedAt} />
        </span>
      </span>
    );
  if (endedAt)
    return (
      <>
        ended
        <span className="block text-xs">
          <When at={endedAt} />
        </span>
      </>
    );
  if (!clearedAt) return <span className="rounded-xs bg-hold px-1.5 text-xs font-medium text-hold-ink">waits for clearance</span>;
  return <>open</>;
}

import Link from "next/link";
import type { ReviewedSet, SampleRecipe } from "@/domain/sets/schema";
import { frameOf } from "../terms/words";
import { count } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { AskProduction } from "./production-ask";

/** The frozen lists of one side, each with the question it answers and the hash that tells it from any other list. */
export function SetList({ sets, mayExport }: { readonly sets: readonly ReviewedSet[]; readonly mayExport: boolean }) {
  return (
    <Table
      caption="Reviewed sets of your side"
      columns={[
        { name: "Set" },
        { name: "Conversations", right: true },
        { name: "Frozen" },
        { name: "SHA-256 of the list" },
        { name: "What may be done", right: true },
      ]}
    >
      {sets.map((set) => (
        <Row key={set.id}>
          <Cell className="max-w-[60ch] min-w-56">
            <span className="font-medium">{set.name}</span>
            <span className="block text-xs text-ink-soft">{set.reading || "Every conversation within reach"}</span>
            <Asked filters={set.filters} sets={sets} />
            <Made set={set} />
          </Cell>
          <Cell right>
            {count(set.size)}
            {set.superseded.map(({ volume, by, conversations, changed }) => (
              <span key={volume} className="block max-w-56 text-xs whitespace-normal text-ink-soft">
                {conversations === null ? "some have" : `${count(conversations)} ${conversations === 1 ? "has" : "have"}`} a newer version
                in {by}
                {changed ? `, ${count(changed)} of other words` : ""}
              </span>
            ))}
            {set.lost.map(({ volume, conversations, deletedAt }) => (
              <span key={volume} className="block max-w-56 text-xs whitespace-normal text-hold-ink">
                {count(conversations)} deleted with {volume}, <When at={deletedAt} day />
              </span>
            ))}
          </Cell>
          <Cell>
            <When at={set.createdAt} />
            <span className="block text-xs text-ink-faint">by {set.createdBy}</span>
          </Cell>
          <Cell className="font-mono text-2xs">
            <span title={set.sha256}>{set.sha256.slice(0, 16)}…</span>
          </Cell>
          <Cell right>
            <span className="inline-flex items-center gap-3">
              <Link href={{ pathname: "/conversations", query: { set: set.id } }} prefetch={false} className="text-accent underline">
                Open
              </Link>
              {mayExport && set.lost.length === 0 && <AskProduction set={set} />}
            </span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

// How a sample was drawn, and by which parser and on which data a set was made, for who makes it again.
function Made({ set: { recipe, kind, dataVersion, parserVersion } }: { readonly set: ReviewedSet }) {
  const versions = [parserVersion && `parser ${parserVersion}`, dataVersion && `data ${dataVersion.slice(0, 8)}`]
    .filter(Boolean)
    .join(", ");
  return (
    <span className="block text-xs text-ink-faint">
      {kind === "sample" && recipe && "seed" in recipe && <Drawn recipe={recipe} />}
      {versions}
    </span>
  );
}

function Drawn({ recipe: { size, seed, population, by, strata } }: { readonly recipe: SampleRecipe }) {
  return (
    <details>
      <summary className="cursor-default">
        Sample of {count(size)} from {count(population)}, seed <span className="font-mono">{seed}</span>
        {by.length > 0 && `, by ${by.join(", ")}`}
      </summary>
      <ul className="grid max-h-40 overflow-y-auto pl-4">
        {strata.map(({ stratum, drawn, population: of, weight }) => (
          <li key={JSON.stringify(stratum)} className="tabular-nums">
            {Object.values(stratum)
              .map((value) => value || "not stated")
              .join(", ") || "all"}
            : {count(drawn)} of {count(of)}
            {weight !== null && `, each stands for ${weight.toLocaleString("en", { maximumFractionDigits: 3 })}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

// Of what it was asked, in the words of a report; nothing where it was asked of everything.
function Asked({ filters, sets }: { readonly filters: ReviewedSet["filters"]; readonly sets: readonly ReviewedSet[] }) {
  if (Object.keys(filters).length === 0) return null;
  const setName = sets.find(({ id }) => id === filters.set)?.name ?? null;
  return <span className="block text-xs text-ink-faint">of {frameOf({ filters, setName })}</span>;
}

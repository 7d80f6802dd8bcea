import Link from "next/link";
import type { PersonSums } from "@/domain/oversight/schema";
import { sideInWords } from "../log/words";
import { NumbersTable } from "./numbers-table";

const columns = [
  "Sessions",
  "Looks",
  "First looks",
  "Turns",
  "Characters",
  "Searches",
  "Listed",
  "Counts",
  "Exported",
  "Downloads",
  "Refused",
];

/** Who saw how much: a line to a person, each leading to their page. */
export function PeopleTable({
  people,
  names,
  caption,
}: {
  readonly people: readonly PersonSums[];
  readonly names: ReadonlyMap<string, string>;
  readonly caption: string;
}) {
  return (
    <NumbersTable
      caption={caption}
      names={["Person", "Side and role"]}
      columns={columns}
      rows={people.map((one) => ({
        key: `${one.id} ${one.email} ${one.side} ${one.role}`,
        cells: [<Name key="name" person={one} names={names} />, one.side ? `${sideInWords(one.side)}, ${one.role}` : ""],
        numbers: [
          ...[one.sessions, one.opened, one.different, one.turns, one.characters, one.searches],
          ...[one.listed, one.counts, one.exported, one.downloads, one.refused],
        ],
      }))}
    />
  );
}

function Name({ person: { id, email }, names }: { readonly person: PersonSums; readonly names: ReadonlyMap<string, string> }) {
  const name = (id && names.get(id)) ?? email ?? "nobody known";
  if (!id) return <>{name}</>;
  return (
    <Link href={`/console/people/${id}`} prefetch={false} className="font-medium text-accent underline">
      {name}
    </Link>
  );
}

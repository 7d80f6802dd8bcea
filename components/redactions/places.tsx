"use client";

import Link from "next/link";
import { useState } from "react";
import type { LeakPlace } from "@/domain/redactions/schema";
import { Deed } from "../ui/deed";
import { counted } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { placeInWords } from "./words";

type Props = { readonly id: string; readonly label: string; readonly places: readonly LeakPlace[]; readonly reads: boolean };

/** Where the words of a report stand as well, by number: what is ticked is masked too, or left. */
export function Places({ id, label, places, reads }: Props) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = places.filter((place) => !left.has(place.id)).map((place) => place.id);
  const toggle = (place: string) =>
    setLeft((before) => new Set(before.has(place) ? [...before].filter((one) => one !== place) : [...before, place]));
  const address = `/api/redactions/${id}/places`;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Deed
          name={`Mask ${counted(chosen.length, "place")}`}
          look="primary"
          title={`Mask ${counted(chosen.length, "place")} too`}
          disabled={chosen.length === 0}
          address={address}
          fixed={{ masked: true, places: chosen }}
          submit="Mask them"
          busy="Masking"
          consequences={
            <p>
              At once nobody reads the words there any more; each conversation has a placeholder of its own, as {label}, which links none of
              them. Each can be lifted again.
            </p>
          }
        />
        <Deed
          name="Leave them"
          title={`Leave ${counted(chosen.length, "place")} as they are`}
          disabled={chosen.length === 0}
          address={address}
          fixed={{ masked: false, places: chosen }}
          submit="Leave them"
          busy="Leaving"
          consequences={<p>There the words are read as before. The log has your name, and which places.</p>}
        />
        <button type="button" className="text-sm text-accent underline" onClick={() => setLeft(new Set(places.map((place) => place.id)))}>
          Tick none
        </button>
        <button type="button" className="text-sm text-accent underline" onClick={() => setLeft(new Set())}>
          Tick all
        </button>
      </div>
      <Table caption="Where the same words stand" columns={[{ name: "Ticked", className: "w-20" }, { name: "Where" }]}>
        {places.map((place, n) => (
          <Row key={place.id}>
            <Cell>
              <input
                type="checkbox"
                aria-label={`${placeInWords(place)}, place ${n + 1}`}
                checked={!left.has(place.id)}
                onChange={() => toggle(place.id)}
              />
            </Cell>
            <Cell className="font-mono whitespace-nowrap">
              {reads && place.turn > 0 ? (
                <Link href={`/conversations/${place.conversation}?turn=${place.turn}`} prefetch={false} className="text-accent underline">
                  {placeInWords(place)}
                </Link>
              ) : (
                placeInWords(place)
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}

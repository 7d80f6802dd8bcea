"use client";

import { filtersOf, type SearchAddress } from "../conversation/address";
import { useRoom } from "../conversation/context";
import { useFacets, useResults } from "../conversation/search";
import { Deed } from "../ui/deed";
import { TextField } from "../ui/field";
import { count } from "../ui/numbers";

const strata = { month: "Month", model: "Model", language: "Language" } as const;

/** Draws at random from what answers: so that anybody draws the same again. */
export function DrawSample({ search }: { readonly search: SearchAddress }) {
  const { actions } = useRoom();
  const facets = useFacets(search, useResults(search).isSuccess);
  if (!actions.includes("set:freeze")) return null;
  const known = facets.data?.count.relation === "exact" && !facets.isPlaceholderData ? facets.data.count.value : null;
  return (
    <Deed
      name="Sample"
      title="Draw a sample of this search"
      address="/api/samples"
      fixed={{ query: search.q, filters: filtersOf(search) }}
      lists={["strata"]}
      submit="Draw the sample"
      busy="Drawing"
      then="/sets"
      consequences={
        <>
          <p>
            Drawn at random from {known === null ? "what answers" : `the ${count(known)} that answer`}, by the seed alone: the same seed
            draws the same again, for whoever may see the same.
          </p>
          <p>It is kept as a set of your side, with its seed, its strata and their weights. The log says that a set was made.</p>
        </>
      }
    >
      <div className="grid grid-cols-2 items-start gap-3">
        <TextField label="How many" name="size" required inputMode="numeric" pattern="[0-9]{1,6}" defaultValue="200" />
        <TextField label="Seed" name="seed" required maxLength={64} hint="Any words or numbers; write them down" />
      </div>
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <legend className="mb-1 text-sm font-medium">From each its share</legend>
        {Object.entries(strata).map(([value, label]) => (
          <label key={value} className="flex items-center gap-1.5">
            <input type="checkbox" name="strata" value={value} /> {label}
          </label>
        ))}
      </fieldset>
      <TextField label="Name of the set" name="name" maxLength={120} hint="Without one, it is called by size and seed" />
    </Deed>
  );
}

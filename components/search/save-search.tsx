"use client";

import { filtersOf, type SearchAddress } from "../conversation/address";
import { useRoom } from "../conversation/context";
import { Deed } from "../ui/deed";
import { TextField } from "../ui/field";

/** Keeps the question under a name, to be asked anew when more has been delivered. */
export function SaveSearch({ search }: { readonly search: SearchAddress }) {
  const { actions } = useRoom();
  if (!actions.includes("search:save")) return null;
  return (
    <Deed
      name="Save"
      title="Save this search"
      address="/api/saved-searches"
      fixed={{ query: search.q, filters: filtersOf(search), sort: search.sort }}
      submit="Save the search"
      busy="Saving"
      then="/sets"
      consequences={
        <>
          <p>Your side finds it under Sets, and is told there when volumes were sealed since it was looked at.</p>
          <p>Name, words and filters are sealed to your side. The log says that a search was saved.</p>
        </>
      }
    >
      <TextField label="Name" name="name" required maxLength={120} />
    </Deed>
  );
}

import type { ReviewedSet } from "@/domain/sets/schema";
import { Deed } from "../ui/deed";
import { SelectField, TextField } from "../ui/field";
import { count } from "../ui/numbers";

/** Makes a set of sets; those it is made of stay as they are. */
export function CombineSets({ sets }: { readonly sets: readonly ReviewedSet[] }) {
  return (
    <Deed
      name="Combine sets"
      shortcut="s"
      title="Make a set of sets"
      address="/api/sets/combine"
      lists={["sets"]}
      submit="Make the set"
      busy="Making the set"
      consequences={
        <p>
          A new list, which says of which sets it was made and with which hashes. The log says that your side froze a set; which, is sealed
          to your side.
        </p>
      }
    >
      <SelectField label="First set" name="sets" required defaultValue="">
        <option value="" disabled>
          Choose one
        </option>
        {sets.map(({ id, name, size }) => (
          <option key={id} value={id}>
            {name} ({count(size)})
          </option>
        ))}
      </SelectField>
      <SelectField label="What is wanted of it" name="op" defaultValue="intersection">
        <option value="intersection">What is in all of these too</option>
        <option value="union">It, and what is in any of these</option>
        <option value="difference">What is in none of these</option>
      </SelectField>
      <fieldset className="min-w-0">
        <legend className="mb-1 text-sm font-medium">These</legend>
        <div className="grid max-h-44 grid-cols-[minmax(0,1fr)] overflow-y-auto">
          {sets.map(({ id, name, size }) => (
            <label key={id} className="flex items-center gap-1.5">
              <input type="checkbox" name="sets" value={id} />
              <span className="min-w-0 truncate">{name}</span>
              <span className="ml-auto pr-2 text-xs text-ink-faint tabular-nums">{count(size)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <TextField label="Name of the new set" name="name" required maxLength={120} />
    </Deed>
  );
}

import type { ReviewedSet } from "@/domain/sets/schema";
import { Deed } from "../ui/deed";
import { TextArea, TextField } from "../ui/field";
import { counted } from "../ui/numbers";

/** Asks for a set to be exported: what will be written, what stops it, and who will know. */
export function AskProduction({ set }: { readonly set: Pick<ReviewedSet, "id" | "name" | "size"> }) {
  return (
    <Deed
      name="Export"
      title={`Export “${set.name}”`}
      address="/api/productions"
      fixed={{ setId: set.id, formats: ["jsonl"] }}
      submit="Export the set"
      busy="Asking"
      then="/productions"
      consequences={
        <>
          <p>
            <strong className="font-semibold text-ink">
              {counted(set.size, "conversation leaves", "conversations leave")} the reading room
            </strong>{" "}
            as one JSONL file with a manifest of SHA-256 hashes: all of them, or none.
          </p>
          <p>
            A legal hold on any of them stops the export, now, while it is written, and at every download. The log says that your side
            exported, how much, and when; name and reason are sealed to your side.
          </p>
        </>
      }
    >
      <TextField
        label="Name of the production"
        name="name"
        required
        maxLength={80}
        pattern="[A-Za-z0-9][A-Za-z0-9 ._\-]*"
        hint="Letters, digits, blanks, dots, hyphens and underscores"
      />
      <TextArea label="Reason" name="reason" required maxLength={2000} />
    </Deed>
  );
}

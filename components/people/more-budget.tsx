import type { Person } from "@/domain/people/schema";
import { Deed } from "../ui/deed";
import { TextArea, TextField } from "../ui/field";

/** Lets somebody whose budget is used up be shown more, for some hours. */
export function MoreBudget({ person }: { readonly person: Person }) {
  return (
    <Deed
      name="Release more"
      title={`Let ${person.name} be shown more`}
      address={`/api/people/${person.id}/budget`}
      submit="Release more"
      busy="Releasing"
      consequences={
        <p>
          The order’s budgets stop nobody from reading within them, and everybody beyond. What you add counts from now, on top of them, and
          ends by itself. The log keeps your name, how much, and your reason.
        </p>
      }
    >
      <TextField label="Looks more" name="views" type="number" min={0} max={1_000_000} defaultValue={600} />
      <TextField label="Characters more" name="characters" type="number" min={0} max={1_000_000_000} defaultValue={0} />
      <TextField label="For how many hours" name="hours" type="number" min={1} max={720} defaultValue={24} />
      <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />
    </Deed>
  );
}

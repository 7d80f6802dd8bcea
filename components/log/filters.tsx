import Form from "next/form";
import Link from "next/link";
import type { ReadLog } from "@/domain/audit/schema";
import { Button } from "../ui/button";
import { SelectField, TextField } from "../ui/field";
import { actionInWords, loggedActions } from "./words";

type Given = Partial<Record<keyof ReadLog, string>>;

// A day is typed as it is read in every country; a browser's own field would put it in the order of the computer.
const day = {
  inputMode: "numeric",
  pattern: "\\d{4}-\\d{2}-\\d{2}.*",
  placeholder: "2026-11-23",
  title: "A day in UTC, as 2026-11-23",
} as const;

/** The questions one asks of the log. They stand in the address, so that an answer can be sent to somebody. */
export function LogFilters({
  given,
  people,
}: {
  readonly given: Given;
  readonly people: readonly { email: string; name: string }[] | null;
}) {
  const asked = Object.keys(given).some((key) => key !== "after" && key !== "limit");
  return (
    <Form
      action="/audit"
      prefetch={false}
      className="grid grid-cols-2 items-end gap-x-3 gap-y-2 md:grid-cols-4 xl:grid-cols-[repeat(6,minmax(0,1fr))_auto] print:hidden"
    >
      {people && (
        <SelectField label="Person" name="person" defaultValue={given.person ?? ""}>
          <option value="">Everybody</option>
          {people.map(({ email, name }) => (
            <option key={email} value={email}>
              {name} ({email})
            </option>
          ))}
        </SelectField>
      )}
      <SelectField label="Action" name="action" defaultValue={given.action ?? ""}>
        <option value="">Everything</option>
        {loggedActions.map((action) => (
          <option key={action} value={action}>
            {actionInWords(action)}
          </option>
        ))}
      </SelectField>
      <TextField label="Object" name="object" defaultValue={given.object ?? ""} placeholder="DEMO-000000001" maxLength={200} />
      <TextField label="From" name="from" {...day} defaultValue={given.from ?? ""} />
      <TextField label="To" name="to" {...day} defaultValue={given.to ?? ""} />
      <SelectField label="Outcome" name="outcome" defaultValue={given.outcome ?? ""}>
        <option value="">Any</option>
        <option value="done">done</option>
        <option value="refused">refused</option>
        <option value="failed">failed</option>
      </SelectField>
      <div className="flex items-center gap-3 pb-0.5">
        <Button type="submit">Show</Button>
        {asked && (
          <Link href="/audit" prefetch={false} className="text-accent underline">
            Show all
          </Link>
        )}
      </div>
    </Form>
  );
}

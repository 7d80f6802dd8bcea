import Link from "next/link";
import type { Redaction } from "@/domain/redactions/schema";
import { sideInWords } from "../log/words";
import { Deed } from "../ui/deed";
import { TextArea } from "../ui/field";
import { counted } from "../ui/numbers";
import { When } from "../ui/when";
import { leakWords, placeInWords } from "./words";

/** Reports whose words stand elsewhere too, are still looked for, or were not found in a newer version: what somebody of the producing side or the host has to decide. */
export function Waiting({ reports }: { readonly reports: readonly Redaction[] }) {
  return (
    <ul className="grid gap-2">
      {reports.map((report) => (
        <li key={report.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-l-4 border-hold-ink/60 py-1.5 pl-4">
          <span className="font-mono font-semibold">{placeInWords(report)}</span>
          <span>{report.type ? leakWords[report.type] : "The whole conversation"}</span>
          <Places search={report.search} />
          <Lost report={report} />
          <span className="text-xs text-ink-faint">
            {report.turn ? "reported" : "withdrawn"} for the {sideInWords(report.placed.side)}, <When at={report.placed.at} />
          </span>
          {(report.search?.open ?? 0) > 0 && (
            <Link href={`/redactions/${report.id}`} prefetch={false} className="text-accent underline">
              Decide
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function Places({ search }: Pick<Redaction, "search">) {
  if (!search || (search.state !== "running" && search.open === 0)) return null;
  return (
    <span className="text-ink-soft">
      {search.state === "running"
        ? `Its words are looked for in the other conversations; ${counted(search.found, "place")} so far.`
        : `${counted(search.open, "place")} where the same words stand wait for a decision.`}
      {search.state === "too_many" && " There are more: the search stopped at 2,000."}
    </span>
  );
}

/** Newer volumes in which a redaction is not, because its words were not found there: somebody looks, and says what they did. */
function Lost({ report: { id, lost } }: { readonly report: Redaction }) {
  const open = lost.filter(({ settled }) => settled === null);
  if (open.length === 0) return null;
  return (
    <>
      <span className="text-ink-soft">
        Could not be carried over to{" "}
        {open.map(({ volume, conversation }) => conversation ?? `${volume}, where no newer version is known`).join(" and ")}.
      </span>
      <Deed
        name="Looked at"
        title="Say what was done in the newer version"
        address={`/api/redactions/${id}/lost`}
        submit="Write it down"
        busy="Writing it down"
        consequences={
          <p>
            The words were not found in the newer version: they are written otherwise there, or masked already. Look there, mask or withdraw
            what is left, and say so. It then waits no longer.
          </p>
        }
      >
        <TextArea label="What was done" name="reason" required minLength={3} maxLength={2000} hint="Quote nothing of the text" />
      </Deed>
    </>
  );
}

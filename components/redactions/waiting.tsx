import Link from "next/link";
import type { Redaction } from "@/domain/redactions/schema";
import { sideInWords } from "../log/words";
import { counted } from "../ui/numbers";
import { When } from "../ui/when";
import { leakWords } from "./words";

/** Reports whose words stand elsewhere too, or are still looked for: what somebody of the producing side or the host has to decide. */
export function Waiting({ reports }: { readonly reports: readonly Redaction[] }) {
  return (
    <ul className="grid gap-2">
      {reports.map(({ id, conversation, turn, type, placed, search }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-l-4 border-hold-ink/60 py-1.5 pl-4">
          <span className="font-mono font-semibold">
            {conversation} turn {turn}
          </span>
          <span>{type && leakWords[type]}</span>
          <span className="text-ink-soft">
            {search?.state === "running"
              ? `Its words are looked for in the other conversations; ${counted(search.found, "place")} so far.`
              : `${counted(search?.open ?? 0, "place")} where the same words stand wait for a decision.`}
            {search?.state === "too_many" && " There are more: the search stopped at 2,000."}
          </span>
          <span className="text-xs text-ink-faint">
            reported for {sideInWords(placed.side)}, <When at={placed.at} />
          </span>
          {(search?.open ?? 0) > 0 && (
            <Link href={`/redactions/${id}`} prefetch={false} className="text-accent underline">
              Decide
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

import Link from "next/link";
import type { FlagKind } from "@/domain/flags/schema";
import type { RaisedFlag } from "@/domain/oversight/schema";
import { sideInWords } from "../log/words";
import { count } from "../ui/numbers";
import { momentOf } from "../ui/when";

export const flagNames: Record<FlagKind, string> = {
  rate: "Rate",
  night: "By night",
  sequence: "In sequence",
  sweep: "Whole lists",
  haste: "In haste",
  session: "Two sessions",
  device: "New browser",
  refusals: "Refusals",
  guesses: "Failed sign-ins",
  budget: "Budget",
};

/** Flags, the newest first: what struck, in whose doing, in a sentence, and the entries that prove it. */
export function FlagList({ flags, brief = false }: { readonly flags: readonly RaisedFlag[]; readonly brief?: boolean }) {
  return (
    <ol className="grid">
      {flags.map((flag) => (
        <li key={`${flag.kind} ${flag.email} ${flag.from}`} className="grid break-inside-avoid gap-0.5 border-b py-2 last:border-b-0">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <strong className="font-semibold">{flagNames[flag.kind]}</strong>
            <Whose flag={flag} />
          </p>
          <p className="max-w-[80ch] font-evidence text-base leading-snug">{flag.sentence}</p>
          <p className="text-xs text-ink-faint">
            {momentOf(flag.from)} to {momentOf(flag.to)}
            {!brief && (
              <>
                {" · "}
                <Link href={{ pathname: "/audit", query: { id: flag.entries } }} prefetch={false} className="text-accent underline">
                  the entries that prove it
                </Link>
                <span className="hidden print:inline">, numbers {flag.entries.map((id) => count(Number(id))).join(", ")}</span>
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Whose({ flag: { person, email, side, role } }: { readonly flag: RaisedFlag }) {
  const name = email ?? "nobody known";
  return (
    <>
      {person ? (
        <Link href={`/console/people/${person}`} prefetch={false} className="text-accent underline">
          {name}
        </Link>
      ) : (
        name
      )}
      <span className="text-xs text-ink-faint">{side && `${sideInWords(side)}, ${role}`}</span>
    </>
  );
}

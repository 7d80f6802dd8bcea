"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { Refusal } from "../ask";
import { Button } from "../ui/button";

const titles: Readonly<Record<string, string>> = {
  unauthenticated: "Your session has ended",
  refused: "This is not yours to open",
  not_found: "Nothing by that name",
  offline: "No answer",
  invalid: "This cannot be read",
  limited: "Too much at once",
};

/** In the place of what was asked for: which rule stands in the way, and what to do next. */
export function Refused({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const { code, message, details } =
    error instanceof Refusal ? error : { details: {}, code: "unavailable", message: "The reading room could not do this just now." };
  const deleted = "deleted" in details;
  const withdrawn = "rule" in details && details.rule === "withdrawn";
  return (
    <div role="alert" className="mx-auto grid max-w-[56ch] content-start justify-items-start gap-2 px-6 py-10">
      <p className="font-evidence text-lg font-semibold">
        {deleted ? "Deleted with its volume" : withdrawn ? "Withdrawn" : (titles[code] ?? "Not available just now")}
      </p>
      <p className="text-ink-soft">{code === "unauthenticated" ? "Nothing more is shown until you sign in again." : message}</p>
      {code === "refused" && <p className="text-ink-soft">The refusal is in the log, with your name and the time.</p>}
      {code === "not_found" && !deleted && (
        <p className="text-ink-soft">A control number reads DEMO-000000001: the volume’s prefix, a hyphen, nine digits.</p>
      )}
      <p className="mt-2 flex items-center gap-4">
        {code === "unauthenticated" ? <SignInAgain /> : again && <Button onClick={again}>Ask again</Button>}
        {code === "refused" && (
          <Link href="/audit" prefetch={false} className="text-accent underline">
            Your entries in the log
          </Link>
        )}
      </p>
    </div>
  );
}

function SignInAgain() {
  const params = useSearchParams();
  const here = `${usePathname()}${params.size > 0 ? `?${params}` : ""}`;
  return (
    <a href={`/sign-in?next=${encodeURIComponent(here)}`} className="text-accent underline">
      Sign in and come back here
    </a>
  );
}

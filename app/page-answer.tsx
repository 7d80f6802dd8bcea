import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { DomainError } from "@/lib/errors";
import { unexpected } from "@/lib/unexpected";

/** Asks a verb for a page and shows its answer; a refusal becomes a page that says which rule, whose decision, and what to do next. */
export async function pageAnswer<T>(work: () => Promise<T>, render: (answer: T) => React.ReactNode): Promise<React.ReactNode> {
  const outcome = await settle(work);
  if (!(outcome instanceof DomainError)) return render(outcome.answer);
  if (outcome.code === "unauthenticated") redirect("/sign-in");
  if (outcome.code === "not_found") notFound();
  return <Refused error={outcome} />;
}

async function settle<T>(work: () => Promise<T>): Promise<{ answer: T } | DomainError> {
  try {
    return { answer: await work() };
  } catch (error) {
    if (error instanceof DomainError) return error;
    if (typeof (error as { digest?: unknown }).digest === "string") throw error; // Next's own: a redirect, a page that is not there
    return unexpected(error); // thrown on, its words would be printed whole
  }
}

const titles: Partial<Record<DomainError["code"], string>> = {
  refused: "This is not yours to open",
  invalid: "This address cannot be read",
  held: "A legal hold stops this",
  unavailable: "Not available just now",
};

function Refused({ error }: { readonly error: DomainError }) {
  return (
    <div className="mx-auto grid h-full max-w-[60ch] content-center gap-3 p-8">
      <h1 className="font-evidence text-2xl font-semibold">{titles[error.code] ?? "This cannot be shown"}</h1>
      <p className="text-base text-ink-soft">{error.message}</p>
      {error.code === "refused" && <p className="text-ink-soft">The refusal is in the log, with your name and the time.</p>}
      <p className="flex gap-4">
        <Link href="/" prefetch={false} className="text-accent underline">
          Back to your own work
        </Link>
        <Link href="/audit" prefetch={false} className="text-accent underline">
          Your entries in the log
        </Link>
      </p>
    </div>
  );
}

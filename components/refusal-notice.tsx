import { Refusal } from "./ask";
import { Notice } from "./ui/notice";

/** Why it was not done, in the server's own words, and what to do next. Nothing that was typed is lost. */
export function RefusalNotice({ error }: { readonly error: unknown }) {
  if (!(error instanceof Refusal)) return <Notice tone="problem">The reading room could not do this just now. Nothing was changed.</Notice>;
  if (error.code === "unauthenticated")
    return (
      <Notice tone="problem" title="Your session has ended">
        What you typed is still here.{" "}
        <a href="/sign-in" target="_blank" rel="noreferrer" className="underline">
          Sign in in another tab
        </a>
        , then press the button again.
      </Notice>
    );
  if (error.code === "held")
    return (
      <Notice tone="hold" title="A legal hold stops this">
        {error.message}
        <HoldsNamed details={error.details} />
      </Notice>
    );
  return <Notice tone="problem">{error.message}</Notice>;
}

/** A refusal of what stands in a form, with its fields as they are labelled there and not as the program calls them. */
export function inLabels(error: unknown, labelOf: (field: string) => string | null): unknown {
  if (!(error instanceof Refusal) || !Array.isArray(error.details.problems)) return error;
  const told = (error.details.problems as { at: string; message: string }[]).map(({ at, message }) => {
    const label = labelOf(at.split(".")[0] ?? at) ?? at;
    return label ? `${label}: ${message}` : message;
  });
  return new Refusal(error.status, error.code, told.join(" "), error.details);
}

function HoldsNamed({ details }: { readonly details: Readonly<Record<string, unknown>> }) {
  const holds = Array.isArray(details.holds) ? (details.holds as { id?: string; scope?: string; authority?: string }[]) : [];
  if (holds.length === 0) return null;
  return (
    <ul className="mt-1 list-disc pl-5">
      {holds.map(({ id, scope, authority }) => (
        <li key={id ?? authority}>
          {authority} ({scope})
        </li>
      ))}
    </ul>
  );
}

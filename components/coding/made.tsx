import { RefusalNotice } from "../refusal-notice";
import { useVault } from "../sealing/vault";
import { minuteOf } from "../ui/when";
import type { Closed, Noted } from "./notes";

type Props = {
  readonly codings: readonly Noted[];
  readonly labels: ReadonlyMap<string, string>;
  readonly error: unknown;
  readonly ready: boolean;
};

/** The codings made, by place, with who and when. */
export function CodingMade({ codings, labels, error, ready }: Props) {
  const sorted = [...codings].sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
  return (
    <section aria-label="Codings made">
      <h3 className="mb-1 border-b pb-0.5 font-semibold">Made so far</h3>
      {error ? <RefusalNotice error={error} /> : null}
      {!ready && !error && <p className="text-ink-faint">Asking what was coded</p>}
      {sorted.length === 0 && ready && <p className="text-ink-faint">Nobody of your side coded this conversation.</p>}
      <ul className="grid gap-1.5">
        {sorted.map(({ code, turn, note, closed, by, at }) => (
          <li key={`${code} ${turn}`}>
            <span className="font-medium">{labels.get(code) ?? code}</span>{" "}
            <span className="text-ink-soft">{turn === null ? "conversation" : `turn ${turn}`}</span>
            <span className="block text-xs text-ink-faint">
              {by}, <time dateTime={at}>{minuteOf(at)}</time>
            </span>
            {note && <p className="border-l-2 border-line-strong/50 pl-2 whitespace-pre-wrap text-ink-soft">{note}</p>}
            {closed && <ClosedNote why={closed} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A note that is there and not shown, and what would show it. */
function ClosedNote({ why }: { readonly why: Closed }) {
  const { mine, ask } = useVault();
  if (why === "alarm")
    return (
      <p role="alert" className="border-l-2 border-danger pl-2 text-danger">
        The note here does not open with your side’s key: it was changed, or moved here from another place. Tell your counsel and the
        monitor.
      </p>
    );
  return (
    <p className="border-l-2 border-line-strong/50 pl-2 text-ink-faint italic">
      {why === "locked" ? "sealed note" : "sealed to a key of your side that you do not hold"}
      {why === "locked" && mine && (
        <button type="button" className="ml-2 text-accent not-italic underline" onClick={() => ask(true)}>
          Unlock
        </button>
      )}
    </p>
  );
}

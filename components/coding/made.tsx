import type { Coding } from "@/domain/coding/schema";
import { RefusalNotice } from "../refusal-notice";
import { minuteOf } from "../ui/when";

type Props = {
  readonly codings: readonly Coding[];
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
        {sorted.map(({ code, turn, note, by, at }) => (
          <li key={`${code} ${turn}`}>
            <span className="font-medium">{labels.get(code) ?? code}</span>{" "}
            <span className="text-ink-soft">{turn === null ? "conversation" : `turn ${turn}`}</span>
            <span className="block text-xs text-ink-faint">
              {by}, <time dateTime={at}>{minuteOf(at)}</time>
            </span>
            {note && <p className="border-l-2 border-line-strong/50 pl-2 whitespace-pre-wrap text-ink-soft">{note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

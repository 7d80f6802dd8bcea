import type { Code } from "@/domain/coding/schema";
import { Key } from "../ui/key";

type Props = {
  readonly codes: readonly Code[];
  readonly applied: ReadonlySet<string>;
  readonly may: boolean;
  /** Whether it is known yet what is applied; nothing can be toggled before. */
  readonly ready: boolean;
  readonly toggle: (code: Code) => void;
};

/** The codebook, each code with its key; pressed where it is applied. Who may not apply reads it. */
export function CodingCodes({ codes, applied, may, ready, toggle }: Props) {
  const groups = [...new Set(codes.map(({ group }) => group))];
  if (codes.length === 0) return <p className="text-ink-faint">Your side has no codes yet. Counsel keeps the codebook.</p>;
  return groups.map((group) => (
    <section key={group} aria-label={`Group ${group}`}>
      <h3 className="mb-1 text-xs text-ink-faint first-letter:uppercase">
        {group}
        {group === "relevance" && ", one of these"}
      </h3>
      <ul className="grid gap-0.5">{codes.map((code, at) => code.group === group && <li key={code.key}>{row(code, at)}</li>)}</ul>
    </section>
  ));

  function row(code: Code, at: number) {
    const on = applied.has(code.key);
    const look = on ? "border-accent bg-accent-wash font-semibold text-ink" : "border-transparent text-ink-soft";
    const inside = (
      <>
        <span aria-hidden className={`size-2.5 rounded-full border ${on ? "border-accent bg-accent" : "border-line-strong"}`} />
        <span className="min-w-0 flex-1 truncate">{code.label}</span>
      </>
    );
    if (!may) return <span className={`flex items-center gap-2 rounded-sm border px-2 py-1 ${look}`}>{inside}</span>;
    return (
      <button
        type="button"
        aria-pressed={on}
        disabled={!ready}
        onClick={() => toggle(code)}
        className={`flex w-full items-center gap-2 rounded-sm border px-2 py-1 text-left hover:border-line-strong hover:text-ink ${look}`}
      >
        {inside}
        {at < 9 && <Key>{at + 1}</Key>}
      </button>
    );
  }
}

import { characterAt } from "@/domain/query/reading";
import type { Term, TermReport } from "@/domain/terms/schema";
import { count, counted } from "../ui/numbers";
import { dayOf, momentOf } from "../ui/when";
import { columns, frameOf, insteadOf, numbersOf, states } from "./words";

/** A search term report as it is exchanged on paper: of what it was asked, on what it rests, and every term. Made for Letter and A4. */
export function TermPaper({ report, terms }: { readonly report: TermReport; readonly terms: readonly Term[] }) {
  return (
    <article className="grid gap-5 print:block print:space-y-4">
      <header className="grid gap-1">
        <h1 className="font-evidence text-3xl leading-tight font-semibold">Search term report: {report.name}</h1>
        {leadOf(report).map((sentence) => (
          <p key={sentence} className="max-w-[80ch] font-evidence text-base">
            {sentence}
          </p>
        ))}
      </header>
      <table className="w-full border-collapse text-left text-xs">
        <caption className="sr-only">Terms of the report</caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-ink-faint">
            {columns.map((name) => (
              <th key={name} scope="col" className={`py-1 pr-3 align-bottom font-medium ${name === "Term" ? "" : "text-right"}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => (
            <PaperRow key={term.n} term={term} cut={report.cut} />
          ))}
        </tbody>
        <tbody>
          <tr className="border-t-2 border-ink align-baseline font-semibold">
            <td />
            <td className="py-1 pr-3">Any term</td>
            <td className="py-1 pr-3 text-right tabular-nums">{count(report.hits)}</td>
            <td className="py-1 pr-3 text-right tabular-nums">{count(report.hits - report.shared)}</td>
            <td colSpan={3} />
          </tr>
        </tbody>
      </table>
      <footer className="grid break-inside-avoid gap-1 border-t pt-2 text-xs text-ink-soft">
        <p>
          Conversations: those that the term hits. Unique: those that no other term of this report hits. Turns, prompts and outputs: those
          in which something stands that the term looks for; a dash where nothing is looked for in the text, or turns were not counted.
        </p>
        <p>
          Query language version {report.parserVersion}; data <span className="font-mono break-all">{report.dataVersion}</span>
          {report.sha256 && (
            <>
              ; SHA-256 of the numbers <span className="font-mono break-all">{report.sha256}</span>
            </>
          )}
          .
        </p>
      </footer>
    </article>
  );
}

function leadOf(report: TermReport): string[] {
  const { terms, total, hits, shared, state, cut, problems, repeated, emptyLines, createdBy, createdAt, finishedAt, outOfDate, looked } =
    report;
  const left = [
    ...(problems > 0 ? [`${count(problems)} could not be asked`] : []),
    ...(repeated > 0 ? [`${counted(repeated, "asks", "ask")} what an earlier one asks`] : []),
    ...(emptyLines > 0 ? [`${counted(emptyLines, "empty line was", "empty lines were")} left out`] : []),
  ];
  return [
    `${counted(terms, "term")}, asked of ${frameOf(report)}, in volumes of ${counted(total, "conversation")}${left.length > 0 ? `; ${left.join("; ")}` : ""}.`,
    `${cut || state !== "done" ? "At least " : ""}${counted(hits, "conversation is", "conversations are")} hit by any term, ${count(hits - shared)} of them by one term alone.`,
    state === "done"
      ? `Made by ${createdBy} on ${dayOf(createdAt)}${finishedAt ? `, finished ${momentOf(finishedAt)}` : ""}.`
      : `${states[state]} at ${Math.floor(looked * 100)} %: every number is “at least”, and unique hits are not known.`,
    ...(cut ? ["A term took longer than one search may: its numbers are “at least”, and unique hits of the others “at most”."] : []),
    ...(outOfDate ? ["Out of date: the same terms may be counted otherwise today."] : []),
  ];
}

function PaperRow({ term, cut }: { readonly term: Term; readonly cut: boolean }) {
  const instead = insteadOf(term);
  const at = term.problem?.at;
  return (
    <tr className="break-inside-avoid border-b align-baseline">
      <td className="py-1 pr-3 text-right text-ink-faint tabular-nums">{count(term.n)}</td>
      <td className="py-1 pr-3">
        <span className="font-mono break-words whitespace-pre-wrap [font-variant-ligatures:none]">{term.term}</span>
        {term.reading && !instead && <span className="block text-ink-soft">{term.reading}</span>}
        {instead && (
          <span className="block text-ink-soft">
            {typeof at === "number" && `Not asked, at character ${characterAt(term.term, at)}: `}
            {instead}
          </span>
        )}
      </td>
      {instead ? (
        <td colSpan={5} />
      ) : (
        numbersOf(term, cut).map((value, i) => (
          <td key={columns[i + 2]} className="py-1 pr-3 text-right whitespace-nowrap tabular-nums">
            {value}
          </td>
        ))
      )}
    </tr>
  );
}

"use client";

import Link from "next/link";
import { useRef } from "react";
import type { Term, TermReport } from "@/domain/terms/schema";
import { Button } from "../ui/button";
import { count } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { useKeys } from "../ui/use-keys";
import { Misplaced } from "./place";
import { columns, insteadOf, numbersOf, searchHref, TERMS_A_PAGE } from "./words";

type Props = {
  readonly report: TermReport;
  readonly terms: readonly Term[];
  /** The term before the first that is shown. */
  readonly after: number;
  readonly turnTo: (after: number) => void;
};

/** The terms of a report in the order of their list, a page of them at a time; each leads to its search. */
export function TermTable({ report, terms, after, turnTo }: Props) {
  const table = useRef<HTMLDivElement>(null);
  const last = after + terms.length >= report.terms;
  const next = () => last || turnTo(after + TERMS_A_PAGE);
  const before = () => after === 0 || turnTo(Math.max(0, after - TERMS_A_PAGE));
  function step(by: number) {
    const links = [...(table.current?.querySelectorAll<HTMLAnchorElement>("a[data-term]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  }
  useKeys([
    ["j", () => step(1)],
    ["k", () => step(-1)],
    ["]", next],
    ["[", before],
  ]);
  const right = columns.map((name) => ({ name, right: name !== "Term" }));
  return (
    <div ref={table} className="grid gap-2">
      <Table caption="Terms of the report" columns={right}>
        {terms.map((term) => (
          <TermRow key={term.n} term={term} report={report} />
        ))}
      </Table>
      {report.terms > TERMS_A_PAGE && (
        <nav aria-label="Pages of terms" className="flex items-center gap-3 text-sm">
          <Button shortcut="[" disabled={after === 0} onClick={before}>
            Before
          </Button>
          <span className="text-ink-soft tabular-nums">
            {count(after + 1)} to {count(after + terms.length)} of {count(report.terms)}
          </span>
          <Button shortcut="]" disabled={last} onClick={next}>
            Next
          </Button>
        </nav>
      )}
    </div>
  );
}

function TermRow({ term, report }: { readonly term: Term; readonly report: TermReport }) {
  const instead = insteadOf(term);
  return (
    <Row dim={term.sameAs !== null}>
      <Cell right className="text-ink-faint">
        {count(term.n)}
      </Cell>
      <Cell className="w-full max-w-0 min-w-80">
        {term.problem ? (
          <Misplaced term={term.term} at={term.problem.at} length={term.problem.length} />
        ) : (
          <Link
            href={searchHref(report, term)}
            prefetch={false}
            data-term={term.n}
            title={term.reading ?? undefined}
            className="font-mono text-sm break-words whitespace-pre-wrap underline decoration-line-strong/50 underline-offset-4 [font-variant-ligatures:none] hover:decoration-accent"
          >
            {term.term}
          </Link>
        )}
        {!instead && <span className="block text-xs text-ink-faint">{term.reading}</span>}
        {!instead && term.atLeast && report.state === "done" && (
          <span className="block text-xs text-ink-soft">
            {term.atLeast === "all" ? "Took longer than one search may." : "Its turns were not counted to the end."}
          </span>
        )}
        {instead && <span className={`block text-xs ${term.problem ? "text-danger" : "text-ink-soft"}`}>{instead}</span>}
      </Cell>
      {instead
        ? columns.slice(2).map((name) => <Cell key={name} right className="text-ink-faint" />)
        : numbersOf(term, report.cut).map((value, i) => (
            <Cell key={columns[i + 2]} right className={`whitespace-nowrap ${i === 0 ? "font-semibold" : ""}`}>
              {value}
            </Cell>
          ))}
    </Row>
  );
}

"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { Term, TermPage, TermReport } from "@/domain/terms/schema";
import { ask, Refusal } from "../ask";
import { Button } from "../ui/button";
import { Deed } from "../ui/deed";
import { Facts } from "../ui/facts";
import { Notice } from "../ui/notice";
import { count, counted } from "../ui/numbers";
import { Page } from "../ui/page";
import { When } from "../ui/when";
import { TermTable } from "./term-table";
import { frameOf, isOpen, progressOf, states, TERMS_A_PAGE } from "./words";

const EVERY = 1_000;

type Props = { readonly first: TermReport; readonly terms: TermPage; readonly mayGoOn: boolean };

/** A search term report, watched while it is worked out: what it says of all terms, and of each. */
export function Report({ first, terms, mayGoOn }: Props) {
  const [after, setAfter] = useState(0);
  const client = useQueryClient();
  const report = useQuery<TermReport, Error>({
    queryKey: ["term-report", first.id],
    queryFn: ({ signal }) => ask<TermReport>(`/api/search-reports/${first.id}`, { signal }),
    initialData: first,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) && !isOver(state.error) ? EVERY : false),
  });
  // Asked again with every step of the report, and once more when it is done.
  const { data: shown } = useQuery<readonly Term[]>({
    queryKey: ["report-terms", first.id, after, report.data.state, report.data.looked],
    queryFn: async ({ signal }) =>
      (await ask<TermPage>(`/api/search-reports/${first.id}/terms?after=${after}&limit=${TERMS_A_PAGE}`, { signal })).items,
    placeholderData: (before) => before ?? terms.items,
    gcTime: 5_000, // every step has rows of its own
  });
  const again = async () => void (await client.invalidateQueries({ queryKey: ["term-report", first.id] }));
  return (
    <Page
      title={report.data.name}
      lead={`Asked of ${frameOf(report.data)}.`}
      deeds={<Deeds report={report.data} mayGoOn={mayGoOn} done={again} />}
    >
      {report.error && <Notice>This page has lost touch with the host. Open it again to see how far the report is.</Notice>}
      <State report={report.data} />
      <Totals report={report.data} />
      <TermTable report={report.data} terms={shown ?? terms.items} after={after} turnTo={setAfter} />
      <Provenance report={report.data} />
    </Page>
  );
}

function isOver(error: Error | null): boolean {
  return error instanceof Refusal && error.code === "unauthenticated";
}

function Deeds({ report, mayGoOn, done }: { readonly report: TermReport; readonly mayGoOn: boolean; readonly done: () => Promise<void> }) {
  const { id, state } = report;
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {mayGoOn && state === "running" && (
        <Deed
          name="End it"
          title="End this report before its end"
          address={`/api/search-reports/${id}`}
          method="DELETE"
          submit="End the report"
          busy="Ending"
          done={done}
          consequences={
            <p>What it has counted stays, as “at least”. It can be gone on with where it stopped. The log says that it was ended.</p>
          }
        />
      )}
      {mayGoOn && state !== "running" && state !== "done" && <GoOn id={id} done={done} />}
      <a href={`/api/search-reports/${id}/terms?format=csv`} download className="text-accent underline">
        CSV
      </a>
      <Link href={`/terms/${id}/paper`} prefetch={false} className="text-accent underline">
        To print
      </Link>
      {mayGoOn && (
        <Link href={`/terms/new?from=${id}`} prefetch={false} className="text-accent underline">
          New report of these terms
        </Link>
      )}
    </span>
  );
}

function GoOn({ id, done }: { readonly id: string; readonly done: () => Promise<void> }) {
  const [problem, setProblem] = useState<string | null>(null);
  async function go() {
    setProblem(null);
    await ask(`/api/search-reports/${id}`, { method: "POST" })
      .then(done)
      .catch((error: Error) => setProblem(error.message));
  }
  return (
    <>
      {problem && <span className="max-w-[40ch] text-sm text-danger">{problem}</span>}
      <Button look="primary" onClick={() => void go()}>
        Go on
      </Button>
    </>
  );
}

function State({ report }: { readonly report: TermReport }) {
  const { state, looked, outOfDate, cut } = report;
  if (state === "running")
    return (
      <p role="status" className="flex items-center gap-3 text-sm text-ink-soft">
        <progress aria-label="Worked out" value={looked} max={1} className="h-1.5 w-48" />
        <span className="tabular-nums">
          {progressOf(report)}. All numbers are “at least” until it is done; it goes on while you are signed in.
        </span>
      </p>
    );
  if (state === "done" && !outOfDate && !cut) return null;
  return (
    <div className="grid gap-2">
      {state !== "done" && (
        <Notice title={`${states[state]} at ${Math.floor(looked * 100)} %.`}>
          {state === "interrupted"
            ? "The session it was begun in has ended, or the reading room was started anew. Go on, and it continues where it stopped."
            : "Its numbers are “at least”. Go on, and it continues where it stopped, or from the beginning where the data has changed."}
        </Notice>
      )}
      {outOfDate && (
        <Notice title="Out of date.">
          {outOfDate === "data"
            ? "What it rests on has changed since: something was sealed, designated or coded. The same terms may hit other numbers today. The report stays as it was."
            : "Queries are read otherwise today than when it was made. The report stays as it was."}
        </Notice>
      )}
      {cut && (
        <Notice>
          A term took longer than one search may. Its numbers are “at least”, and what is unique to the others is “at most”. Counsel can ask
          for a longer search in the order.
        </Notice>
      )}
    </div>
  );
}

function Totals({ report }: { readonly report: TermReport }) {
  const { hits, shared, state, cut, problems, repeated, emptyLines, terms } = report;
  const sign = state === "done" && !cut ? "" : "≥ ";
  const aside = [
    ...(problems > 0 ? [`${count(problems)} could not be asked`] : []),
    ...(repeated > 0 ? [`${counted(repeated, "repeats", "repeat")} an earlier one`] : []),
    ...(emptyLines > 0 ? [`${counted(emptyLines, "empty line")} left out`] : []),
  ];
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 border-y py-3">
      <Figure name="conversations that any term hits" value={`${sign}${count(hits)}`} />
      <Figure name="of them by one term alone" value={`${state === "done" ? "" : "≥ "}${count(hits - shared)}`} />
      <Figure name="by more than one" value={`${sign}${count(shared)}`} />
      <Figure name={aside.length > 0 ? `terms: ${aside.join(", ")}` : "terms"} value={count(terms)} />
    </dl>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="max-w-[36ch] text-xs text-ink-soft">{name}</dt>
      <dd className="font-evidence text-2xl leading-tight font-semibold tabular-nums">{value}</dd>
    </div>
  );
}

function Provenance({ report }: { readonly report: TermReport }) {
  const { createdAt, createdBy, finishedAt, parserVersion, dataVersion, sha256, costMs } = report;
  return (
    <Facts
      facts={[
        ["Made", <When key="made" at={createdAt} />],
        ["By", createdBy],
        ...(finishedAt ? ([["Finished", <When key="done" at={finishedAt} />]] as const) : []),
        ["Worked", `${Math.max(1, Math.round(costMs / 1_000)).toLocaleString("en-GB")} s`],
        ["Parser", parserVersion],
        ["Data", <code key="data" className="font-mono text-2xs" title={dataVersion}>{`${dataVersion.slice(0, 16)}…`}</code>],
        ...(sha256
          ? ([
              [
                "SHA-256",
                <code key="sha" className="font-mono text-2xs break-all">
                  {sha256}
                </code>,
              ],
            ] as const)
          : []),
      ]}
    />
  );
}

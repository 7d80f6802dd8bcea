import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { NewReport } from "@/components/terms/new-report";
import { ReportList } from "@/components/terms/report-list";
import { Empty, Page } from "@/components/ui/page";
import { may } from "@/domain/access/permit";
import { listTermReports } from "@/domain/terms/list";
import { Paging } from "@/lib/page";

export const metadata = { title: "Search terms" };

/** The search term reports of one's side, a page of them at a time. */
export default async function TermsPage({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const actor = await pageActor();
  const paging = Paging.safeParse(await searchParams);
  return pageAnswer(
    () => listTermReports(actor, paging.success ? paging.data : { limit: 50 }),
    ({ items, next }) => (
      <Page
        title="Search term reports"
        lead={`Lists of terms, and what each of them hits. The ${actor.side} side’s own: nobody else sees its terms or its numbers.`}
        deeds={may(actor, "search:report") && <NewReport />}
      >
        {items.length === 0 ? (
          <Empty title="No report yet.">
            Put in the terms that the sides talk about, one a line. Each is counted: conversations, turns, prompts and outputs, and what no
            other term hits.
          </Empty>
        ) : (
          <ReportList reports={items} />
        )}
        {next && (
          <Link href={{ pathname: "/terms", query: { after: next } }} prefetch={false} className="text-accent underline">
            Older reports
          </Link>
        )}
      </Page>
    ),
  );
}

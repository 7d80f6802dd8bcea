import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { MakeReport } from "@/components/terms/make-report";
import { Page } from "@/components/ui/page";
import { permit } from "@/domain/access/permit";
import { listSets } from "@/domain/sets/list";
import { allTerms } from "@/domain/terms/all-terms";
import { ReadTermReport } from "@/domain/terms/schema";

export const metadata = { title: "A search term report" };

/** Where a search term report is made; with `from`, of the terms of another. */
export default async function NewReportPage({ searchParams }: { searchParams: Promise<{ from?: string }> }) {
  const actor = await pageActor();
  const from = ReadTermReport.safeParse({ id: (await searchParams).from });
  return pageAnswer(
    async () => {
      permit(actor, "search:report");
      const [sets, given] = await Promise.all([listSets(actor, { limit: 200 }), from.success ? allTerms(actor, from.data) : null]);
      return { sets: sets.items, terms: given?.terms ?? [], asked: given?.report.filters ?? {} };
    },
    ({ sets, terms, asked }) => (
      <Page title="New search term report" lead="What stands here is read while you type; nothing is sent before you say so.">
        <MakeReport
          settings={actor.order.settings}
          sets={sets.map(({ id, name, size }) => ({ id, name, size }))}
          asked={asked}
          given={terms.map(({ term }) => term).join("\n")}
        />
      </Page>
    ),
  );
}

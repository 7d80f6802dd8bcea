import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Report } from "@/components/terms/report";
import { may } from "@/domain/access/permit";
import { listTerms } from "@/domain/terms/list-terms";
import { readTermReport } from "@/domain/terms/read";
import { ReadTermReport, type TermPage } from "@/domain/terms/schema";

export const metadata = { title: "A search term report" };

/** A search term report, watched while it is worked out. */
export default async function TermReportPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const asked = ReadTermReport.safeParse(await params);
  if (!asked.success) notFound();
  return pageAnswer(
    async () => {
      const report = await readTermReport(actor, asked.data);
      const terms = await listTerms(actor, { ...asked.data, limit: 200, format: "json" });
      return { report, terms: terms as TermPage };
    },
    ({ report, terms }) => <Report first={report} terms={terms} mayGoOn={may(actor, "search:report")} />,
  );
}

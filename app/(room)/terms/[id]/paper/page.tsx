import Link from "next/link";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { TermPaper } from "@/components/terms/paper";
import { PrintButton } from "@/components/terms/print-button";
import { allTerms } from "@/domain/terms/all-terms";
import { ReadTermReport } from "@/domain/terms/schema";

export const metadata = { title: "A search term report, to print" };

/** A search term report with all its terms, to read and to print. */
export default async function TermPaperPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const asked = ReadTermReport.safeParse(await params);
  if (!asked.success) notFound();
  return pageAnswer(
    () => allTerms(actor, asked.data),
    ({ report, terms }) => (
      <div className="mx-auto grid max-w-[64rem] content-start gap-5 px-6 py-5 print:block print:max-w-none print:p-0">
        <p className="flex items-center gap-4 print:hidden">
          <PrintButton />
          <Link href={`/terms/${report.id}`} prefetch={false} className="text-accent underline">
            Back to the report
          </Link>
        </p>
        <TermPaper report={report} terms={terms} />
      </div>
    ),
  );
}

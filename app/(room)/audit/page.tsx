import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { LogFilters } from "@/components/log/filters";
import { LogPages } from "@/components/log/pages";
import { LogTable } from "@/components/log/table";
import { Notice } from "@/components/ui/notice";
import { Empty, Page } from "@/components/ui/page";
import { type Actor, may } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { readRoster } from "@/domain/people/roster";

export const metadata = { title: "The log" };

type Asked = Record<string, string>;

/** The log: the whole of it for the monitor, one's own entries for everybody else. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await pageActor();
  const { id, ...params } = await searchParams;
  const asked = oneEach(params);
  const question = ReadLog.safeParse({ limit: 200, ...asked, ...(id && { id }) });
  return pageAnswer(
    () => gather(actor, question.success ? question.data : ReadLog.parse({ limit: 200 })),
    ({ log, people }) => (
      <Page title={people ? "The log" : "Your own entries in the log"} lead={people ? wholeLead : ownLead} deeds={people && <Download />}>
        <LogFilters given={asked} people={people} />
        {!question.success && (
          <Notice tone="problem">{question.error.issues.map(({ message }) => message).join(" ")} Everything is shown instead.</Notice>
        )}
        {log.items.length === 0 ? (
          <Empty title="No entry answers this." />
        ) : (
          <LogTable entries={log.items} names={people && new Map(people.map(({ id, name }) => [id, name]))} />
        )}
        <LogPages asked={asked} next={log.next} />
      </Page>
    ),
  );
}

const wholeLead = "Who did what, when, and how much of the record they were shown. No text and no side’s work product stands here.";
const ownLead = "Everything that was written down about you. The monitor reads the same entries, without what is sealed to your side.";

async function gather(actor: Actor, question: ReadLog) {
  const log = await readLog(actor, question);
  return { log, people: may(actor, "audit:read") ? (await readRoster(actor)).items : null };
}

function Download() {
  return (
    <a href="/api/audit/export" download className="rounded-sm border bg-raised px-2.5 py-1 font-medium hover:border-line-strong">
      Download the whole log (ZIP)
    </a>
  );
}

// An empty field of the form is a question not asked.
function oneEach(params: Record<string, string | string[] | undefined>): Asked {
  return Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) => {
      const one = Array.isArray(value) ? value[0] : value;
      return one ? [[key, one]] : [];
    }),
  );
}

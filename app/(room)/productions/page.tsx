import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { coverageOf } from "@/components/release/hold-card";
import { ProductionList } from "@/components/release/production-list";
import { Notice } from "@/components/ui/notice";
import { counted } from "@/components/ui/numbers";
import { Empty, Page } from "@/components/ui/page";
import { type Actor, may } from "@/domain/access/permit";
import { listHolds } from "@/domain/holds/list";
import type { Hold } from "@/domain/holds/schema";
import { listProductions } from "@/domain/productions/list";

export const metadata = { title: "Productions" };

export default async function ProductionsPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => gather(actor),
    ({ productions, holds, mayAsk }) => (
      <Page
        title="Productions"
        lead={`What leaves for the ${actor.side} side: whole, numbered, hashed. The other side sees that something was exported, never what was in the set.`}
        deeds={
          mayAsk && (
            <Link
              href="/sets"
              prefetch={false}
              className="rounded-sm border border-accent bg-accent px-2.5 py-1 font-medium text-accent-ink"
            >
              Export a set
            </Link>
          )
        }
      >
        {holds.length > 0 && <InForce holds={holds} />}
        {productions.length === 0 ? (
          <Empty title="Nothing was exported yet.">A production is made from a reviewed set: open the sets and export one.</Empty>
        ) : (
          // A list read anew begins anew: what this page polled before is forgotten.
          <ProductionList key={productions.map(({ id, state }) => id + state).join()} productions={productions} />
        )}
      </Page>
    ),
  );
}

async function gather(actor: Actor) {
  const [productions, holds] = [await listProductions(actor, { limit: 100 }), await listHolds(actor, { inForce: true, limit: 200 })];
  return { productions: productions.items, holds: holds.items, mayAsk: may(actor, "production:ask") };
}

function InForce({ holds }: { readonly holds: readonly Hold[] }) {
  return (
    <Notice tone="hold" title={`${counted(holds.length, "legal hold is", "legal holds are")} in force`}>
      What they cover can be neither exported nor downloaded, by anybody.
      <ul className="mt-1 list-disc pl-5">
        {holds.map((hold) => (
          <li key={hold.id}>
            {coverageOf(hold)}, on the authority of {hold.authority}, placed by {hold.placed.by}
          </li>
        ))}
      </ul>
      <p className="mt-1">
        <Link href="/holds" prefetch={false} className="underline">
          Ask for a release
        </Link>
        ; counsel of another side or the monitor approves it.
      </p>
    </Notice>
  );
}

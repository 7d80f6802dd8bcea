import Link from "next/link";
import type { Me } from "@/domain/people/schema";
import { StepUp } from "../account/step-up";
import { CheckpointLine } from "./checkpoint-line";
import { PageKeys, PageLink } from "./page-keys";
import { pagesFor } from "./pages";
import { SessionMenu } from "./session-menu";
import { TierBar } from "./tier-bar";

/** Around every page. Above, a slim bar: where one may go, for whom one acts, up to which tier, how long the session lasts. Below, the log’s state. */
export function Frame({
  me,
  hold,
  waiting,
  children,
}: {
  readonly me: Me;
  readonly hold: string | null;
  readonly waiting: string | null;
  readonly children: React.ReactNode;
}) {
  const pages = pagesFor(me.actions);
  return (
    <div className="flex h-dvh flex-col print:block print:h-auto">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2">
        Skip to the page
      </a>
      <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-4 border-b bg-panel px-3 max-md:pt-1 md:h-10 md:flex-nowrap print:hidden">
        <Link href="/" prefetch={false} className="shrink-0 font-evidence text-[1.0625rem] whitespace-nowrap font-semibold tracking-tight">
          Reading Room
        </Link>
        <nav aria-label="Pages" className="flex min-w-0 items-center gap-0.5 overflow-x-auto max-md:order-last max-md:w-full max-md:pb-1">
          {pages.map((page) => (
            <PageLink key={page.href} page={page} />
          ))}
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-3">
          <span
            className={`hidden min-w-0 truncate text-ink-soft ${me.tier.rank > 0 ? "2xl:block" : "lg:block"}`}
            title={me.matter.caption}
          >
            {me.matter.caption}
          </span>
          {me.tier.rank > 0 && (
            <span className="flex min-w-0 shrink max-2xl:max-w-44">
              <TierBar tier={me.tier} />
            </span>
          )}
          <SessionMenu me={me} />
        </div>
      </header>
      {/* What a sheet of paper has to say of itself. */}
      <p className="hidden justify-between gap-6 border-b pb-1 text-ink-soft print:mb-4 print:flex" aria-hidden>
        <span>{me.matter.caption}</span>
        <span>
          {me.person.name}, {me.side} {me.role}
        </span>
      </p>
      {waiting && (
        <p role="status" className="border-b border-hold-ink/30 bg-hold px-3 py-1 text-hold-ink print:hidden">
          <strong className="font-semibold">Clearance.</strong> {waiting}
        </p>
      )}
      {hold && (
        <p role="status" className="border-b border-hold-ink/30 bg-hold px-3 py-1 text-hold-ink print:hidden">
          <strong className="font-semibold">Legal hold.</strong> {hold}
        </p>
      )}
      <PageKeys pages={pages} actions={me.actions}>
        <main id="main" className="min-h-0 flex-1 overflow-auto print:overflow-visible">
          {children}
        </main>
      </PageKeys>
      <StepUp />
      <CheckpointLine />
    </div>
  );
}

import Link from "next/link";
import { redirect } from "next/navigation";
import { signedInActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { SessionMenu } from "@/components/frame/session-menu";
import { OrderChanges } from "@/components/order/changes";
import { OrderText } from "@/components/people/order-text";
import { UndertakingForm } from "@/components/people/undertaking-form";
import { Facts } from "@/components/ui/facts";
import { When } from "@/components/ui/when";
import { readMe } from "@/domain/people/me";
import type { EarlierSignature, Undertaking } from "@/domain/people/schema";
import { readUndertaking } from "@/domain/people/undertaking";

export const metadata = { title: "The undertaking" };

/** The order's text and the signature under it. Everybody signed in may read it; nothing else opens before it is signed. */
export default async function UndertakingPage() {
  const actor = await signedInActor();
  if (!actor) redirect("/sign-in");
  if (actor.choose) redirect("/matters");
  if (!actor.confirmed) redirect("/confirm");
  const me = await readMe(actor);
  return pageAnswer(
    () => readUndertaking(actor),
    (order) => (
      <div className="min-h-dvh">
        <header className="flex h-10 items-center justify-between gap-4 border-b bg-panel px-3 print:hidden">
          <span className="font-evidence text-[1.0625rem] font-semibold tracking-tight">Reading Room</span>
          <span className="hidden truncate text-ink-soft md:block">{me.matter.caption}</span>
          <SessionMenu me={me} />
        </header>
        <main className="mx-auto grid max-w-[76rem] gap-x-14 gap-y-8 px-6 py-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <article>
            {order.earlier && <SinceSigned order={order} earlier={order.earlier} />}
            <p className="text-ink-faint">{order.signed ? "The order that you signed" : "Read this before anything opens"}</p>
            {!isTitled(order) && (
              <h1 className="mb-4 border-b pb-3 font-evidence text-3xl leading-tight font-semibold tracking-tight">{order.title}</h1>
            )}
            <OrderText text={order.text} titled={isTitled(order)} />
          </article>
          <aside className="grid content-start gap-6 self-start lg:sticky lg:top-6" aria-label="The signature">
            {order.signed ? (
              <Signed name={order.signedName} at={order.signedAt} />
            ) : (
              <UndertakingForm hash={order.hash} name={me.person.name} />
            )}
            <Duties />
            <div className="text-xs">
              <Facts
                facts={[
                  ["Version", order.version],
                  ["In force from", <When key="from" at={order.inForceFrom} day />],
                  [
                    "SHA-256",
                    <code key="hash" className="font-mono text-2xs break-all">
                      {order.hash}
                    </code>,
                  ],
                ]}
              />
            </div>
          </aside>
        </main>
      </div>
    ),
  );
}

function isTitled({ text, title }: { readonly text: string; readonly title: string }): boolean {
  return text.trimStart().startsWith(`# ${title}`);
}

/** What became of the order since this person signed it: shown first, since it is what they are asked to sign. The whole text follows. */
function SinceSigned({ order, earlier }: { readonly order: Undertaking; readonly earlier: EarlierSignature }) {
  return (
    <section aria-label="What changed since you signed" className="mb-8 grid gap-4 rounded-sm border border-line-strong/60 bg-raised p-5">
      <div>
        <h2 className="font-evidence text-xl font-semibold">What changed since you signed</h2>
        <p className="text-ink-soft">
          You signed version {earlier.order.version} as {earlier.signedName}, <When at={earlier.signedAt} />. Version {order.version} has
          taken its place{order.reason ? `: ${order.reason}` : "."}
          {order.signed && " Your signature goes on binding, since not a word has changed."}
        </p>
      </div>
      <OrderChanges before={earlier.order} after={order} />
      {!order.signed && <p className="text-ink-soft">The whole text is below. You sign all of it again.</p>}
    </section>
  );
}

function Signed({ name, at }: { readonly name: string | null; readonly at: string | null }) {
  return (
    <div className="grid gap-3 border-l-2 border-good pl-4">
      <p>
        Signed by
        <span className="block font-evidence text-xl">{name}</span>
        {at && <When at={at} />}
      </p>
      <Link href="/" prefetch={false} className="w-fit rounded-sm border border-accent bg-accent px-2.5 py-1 font-medium text-accent-ink">
        Go to the reading room
      </Link>
    </div>
  );
}

const duties = [
  "Use what you read for this matter and for nothing else.",
  "Tell nobody who has not signed.",
  "Never try to find out who a user was.",
  "Take nothing out except by a production.",
  "Know that every look is written down, with your name.",
];

function Duties() {
  return (
    <section aria-label="Your duties in short">
      <h2 className="mb-1 font-semibold">Your duties in short</h2>
      <ul className="grid gap-1 text-ink-soft">
        {duties.map((duty) => (
          <li key={duty} className="border-l pl-3">
            {duty}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-xs text-ink-faint">The text of the order governs, not this list.</p>
    </section>
  );
}

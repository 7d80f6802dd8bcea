import { redirect } from "next/navigation";
import { signedInActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Leave } from "@/components/account/leave";
import { MatterChoice } from "@/components/account/matter-choice";
import { listMatters } from "@/domain/matters/list";

export const metadata = { title: "Choose the matter" };

/** For somebody of several matters: which one this session is for. */
export default async function MattersPage() {
  const actor = await signedInActor();
  if (!actor) redirect("/sign-in");
  return pageAnswer(
    () => listMatters(actor),
    ({ items }) => (
      <main className="mx-auto grid min-h-dvh max-w-[38rem] content-center gap-6 px-4 py-8">
        <div>
          <h1 className="font-evidence text-2xl font-semibold">Which matter</h1>
          <p className="mt-1 text-ink-soft">
            A session is of one matter, under its order. You can go to another at any time; its log begins anew.
          </p>
        </div>
        <MatterChoice matters={items} />
        <p className="flex items-center justify-between border-t pt-3 text-xs text-ink-faint">
          <span>{actor.name}</span>
          <Leave />
        </p>
      </main>
    ),
  );
}

import { redirect } from "next/navigation";
import { signedInActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { Enrolment } from "@/components/account/enrolment";
import { Leave } from "@/components/account/leave";
import { readFactors } from "@/domain/account/read-factors";

export const metadata = { title: "Confirm that it is you" };

/** Between the password and everything else: the second factor, or its enrolment. */
export default async function ConfirmPage() {
  const actor = await signedInActor();
  if (!actor) redirect("/sign-in");
  if (actor.choose) redirect("/matters");
  if (actor.confirmed) redirect("/");
  return pageAnswer(
    () => readFactors(actor),
    (factors) => (
      <main className="mx-auto grid min-h-dvh max-w-[38rem] content-center gap-6 px-4 py-8">
        <Enrolment factors={factors} />
        <p className="flex items-center justify-between border-t pt-3 text-xs text-ink-faint">
          <span>
            {actor.name}, {actor.caption}
          </span>
          <Leave />
        </p>
      </main>
    ),
  );
}

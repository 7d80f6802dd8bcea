import { redirect } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pagesFor } from "@/components/frame/pages";
import { readMe } from "@/domain/people/me";

/** Sends everybody to where their work is: reviewers to the conversations, monitors to their console, custodians to the volumes. */
export default async function HomePage() {
  const actor = await pageActor();
  const me = await readMe(actor);
  const home = {
    expert: "/conversations",
    counsel: "/conversations",
    monitor: "/console",
    custodian: "/volumes",
    operator: "/audit",
  } as const;
  redirect(pagesFor(me.actions).find(({ href }) => href === home[me.role])?.href ?? (actor.pending ? "/order" : "/audit"));
}

import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { KeysOfSide } from "@/components/sealing/keys";
import { readSealing } from "@/domain/sealing/read";

export const metadata = { title: "Keys of your side" };

/** The keys are made, opened and given in the browser: what the page is sent is wrapped. */
export default async function SealingPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => readSealing(actor),
    (sealing) => <KeysOfSide asked={sealing} />,
  );
}

import type { OrderDraft } from "@/domain/orders/schema";
import { Deed } from "../ui/deed";
import { TextArea } from "../ui/field";
import { minuteOf, When } from "../ui/when";
import { OrderChanges } from "./changes";

type Props = { readonly draft: OrderDraft; readonly mayDecide: boolean; readonly mayWithdraw: boolean };

/** The version that is proposed: from whom, why, from when, what it changes, and what may be done about it. */
export function DraftCard({ draft, mayDecide, mayWithdraw }: Props) {
  const signs = draft.signAgain || draft.text !== draft.base.text;
  return (
    <section aria-label="The draft that waits" className="grid gap-4 border-l-4 border-accent py-3 pl-4">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
        <div className="max-w-[72ch]">
          <h2 className="text-base font-semibold">Version {draft.base.version + 1} is proposed</h2>
          <p className="font-evidence text-base">{draft.reason}</p>
          <p className="text-ink-soft">
            Drafted by {draft.draftedBy}, <When at={draft.draftedAt} />. In force{" "}
            {draft.inForceFrom ? `from ${minuteOf(draft.inForceFrom)}` : "as soon as the court’s monitor says so"};{" "}
            {signs ? "everybody signs again before anything opens." : "signatures go on binding: the text is the same."}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {mayDecide && <Decide draft={draft} signs={signs} />}
          {mayWithdraw && (
            <Deed
              name="Withdraw the draft"
              title="Withdraw this draft"
              address={`/api/order-drafts/${draft.id}/withdrawal`}
              submit="Withdraw it"
              busy="Withdrawing"
              consequences={<p>The order stays as it is. The log keeps what was proposed, and that it was taken back.</p>}
            >
              <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />
            </Deed>
          )}
        </div>
      </div>
      <OrderChanges before={draft.base} after={draft} />
    </section>
  );
}

function Decide({ draft, signs }: { readonly draft: OrderDraft; readonly signs: boolean }) {
  return (
    <>
      <Deed
        name="Put in force"
        look="primary"
        title={`Put version ${draft.base.version + 1} in force`}
        address={`/api/order-drafts/${draft.id}/in-force`}
        fixed={{ hash: draft.hash }}
        submit="Put it in force"
        busy="Putting it in force"
        consequences={
          <p>
            It binds everybody of this matter {draft.inForceFrom ? `from ${minuteOf(draft.inForceFrom)}` : "at once"}, in pages that are
            open and exports that are being written as well.{" "}
            {signs ? "Nothing opens to anybody, you included, before they have signed it. " : "Nobody signs again. "}
            The log keeps your name, its text’s hash and every number. A version is never edited; a change is the next version.
          </p>
        }
      >
        <TextArea
          label="On what authority"
          name="reason"
          required
          minLength={3}
          maxLength={2000}
          hint="The order or stipulation that this carries out"
        />
      </Deed>
      <Deed
        name="Refuse"
        title="Refuse this draft"
        address={`/api/order-drafts/${draft.id}/refusal`}
        submit="Refuse it"
        busy="Refusing"
        consequences={<p>The order stays as it is. The host’s custodian reads your reason and may draft anew.</p>}
      >
        <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />
      </Deed>
    </>
  );
}

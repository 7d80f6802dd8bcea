import type { Side } from "@/domain/access/permissions";
import type { Disclosure } from "@/domain/disclosures/schema";
import { Deed } from "../ui/deed";
import { SelectField, TextArea } from "../ui/field";
import { dayOf } from "../ui/when";

/** What the reader may do with disclosures, and for which side they act. */
export type Powers = {
  readonly side: Side;
  readonly party: boolean;
  readonly rule: boolean;
  readonly clear: boolean;
  readonly cv: boolean;
};

type Props = { readonly disclosure: Disclosure; readonly powers: Powers };

/** What may be done with a disclosure now, by this reader. */
export function NextStep({ disclosure, powers }: Props) {
  const { state, side, ended } = disclosure;
  const own = powers.side === side;
  const clearable = state === "overruled" || state === "waived" || (state === "open" && ended);
  return (
    <div className="flex flex-wrap gap-2">
      {powers.clear && clearable && <Clear disclosure={disclosure} />}
      {powers.party && !own && ["open", "waived"].includes(state) && <Objection disclosure={disclosure} />}
      {powers.party && !own && state === "open" && <Waive disclosure={disclosure} />}
      {powers.rule && state === "objected" && <Rule disclosure={disclosure} />}
      {powers.party && own && ["open", "waived", "objected", "overruled"].includes(state) && <Withdraw disclosure={disclosure} />}
    </div>
  );
}

function Clear({ disclosure: { id, name, state, objectUntil } }: { readonly disclosure: Disclosure }) {
  const why =
    state === "open"
      ? `The period to object ended on ${dayOf(objectUntil)}, and nobody objected.`
      : state === "waived"
        ? "The other side has said that it does not object."
        : "The court has overruled the objection.";
  return (
    <Deed
      name="Confirm clearance"
      look="primary"
      title={`Confirm that the way is clear for ${name}`}
      address={`/api/disclosures/${id}/clearance`}
      submit="Confirm clearance"
      busy="Confirming"
      consequences={
        <p>
          {why} With your word they take a seat of their side, and the record opens to them as soon as they are admitted and have signed.
          The log keeps your name and your reason.
        </p>
      }
    >
      <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />
    </Deed>
  );
}

function Objection({ disclosure: { id, name } }: { readonly disclosure: Disclosure }) {
  return (
    <Deed
      name="Object"
      look="danger"
      title={`Object to ${name}`}
      address={`/api/disclosures/${id}/objection`}
      submit="Object"
      busy="Objecting"
      consequences={
        <p>
          Nothing opens to {name} until the court has ruled, however long that takes. The other side’s counsel, the court’s monitor and the
          host’s custodian read your reason.
        </p>
      }
    >
      <TextArea label="Reason" name="reason" required minLength={3} maxLength={10000} />
    </Deed>
  );
}

function Waive({ disclosure: { id, name } }: { readonly disclosure: Disclosure }) {
  return (
    <Deed
      name="No objection"
      title={`Say that your side does not object to ${name}`}
      address={`/api/disclosures/${id}/waiver`}
      submit="We do not object"
      busy="Saying so"
      consequences={
        <p>Clearance may then be confirmed before the period ends. Until somebody has confirmed it, your side may still object.</p>
      }
    />
  );
}

function Rule({ disclosure: { id, name } }: { readonly disclosure: Disclosure }) {
  return (
    <Deed
      name="Enter the ruling"
      look="primary"
      title={`Enter the court’s ruling on ${name}`}
      address={`/api/disclosures/${id}/ruling`}
      submit="Enter the ruling"
      busy="Entering"
      consequences={
        <p>
          Overruled: somebody may then confirm clearance. Sustained: nothing opens to {name}; the side may disclose another expert, or the
          same one with other facts. Both sides read the ruling.
        </p>
      }
    >
      <SelectField label="The objection is" name="ruling" required defaultValue="">
        <option value="" disabled>
          Choose
        </option>
        <option value="overruled">overruled</option>
        <option value="sustained">sustained</option>
      </SelectField>
      <TextArea label="The ruling" name="text" required maxLength={10000} hint="What the court ordered, and where: the docket number" />
    </Deed>
  );
}

function Withdraw({ disclosure: { id, name } }: { readonly disclosure: Disclosure }) {
  return (
    <Deed
      name="Withdraw"
      title={`Withdraw ${name}`}
      address={`/api/disclosures/${id}/withdrawal`}
      submit="Withdraw them"
      busy="Withdrawing"
      consequences={<p>They are not cleared, and nothing opens to them. What was disclosed of them stays on record.</p>}
    >
      <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />
    </Deed>
  );
}

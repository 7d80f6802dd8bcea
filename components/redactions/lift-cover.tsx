import { Deed } from "../ui/deed";
import { SelectField, TextArea, TextField } from "../ui/field";

/** Lifts a placeholder that the detector put somewhere, for the side that produced the conversation. */
export function LiftCover() {
  return (
    <Deed
      name="Lift a placeholder"
      look="danger"
      shortcut="c"
      title="Lift a placeholder of the detector"
      address="/api/covers"
      submit="Lift it"
      busy="Lifting"
      consequences={<LiftMeans label="the placeholder" />}
    >
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Control number"
          name="conversationId"
          required
          className="font-mono"
          placeholder="DEMO-000000001"
          autoComplete="off"
        />
        <TextField label="Placeholder" name="label" required className="font-evidence" placeholder="[CARD_1]" autoComplete="off" />
      </div>
      <LiftGrounds />
    </Deed>
  );
}

/** What lifting a placeholder does, where and for whom. */
export function LiftMeans({ label }: { readonly label: React.ReactNode }) {
  return (
    <>
      <p>
        At once everyone whose tier reaches it reads what stands there, wherever {label} stands in this conversation. No later search of the
        volume covers it again.
      </p>
      <p>What was found wrong is counted with the volume. Both sides and the court’s monitor see that you lifted it, and why.</p>
    </>
  );
}

/** Whether it was covered wrongly, and why it is to be read. */
export function LiftGrounds() {
  return (
    <>
      <SelectField label="What stands under it" name="wrong" defaultValue="true">
        <option value="true">No personal data: the detector was wrong</option>
        <option value="false">Personal data that is to be read all the same</option>
      </SelectField>
      <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} hint="Quote nothing of the text" />
    </>
  );
}

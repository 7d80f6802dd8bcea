import { Deed } from "../ui/deed";
import { TextArea, TextField } from "../ui/field";

/** Withdraws a conversation or a turn of it, for the side that produced it. */
export function Withdraw() {
  return (
    <Deed
      name="Withdraw"
      look="danger"
      shortcut="w"
      title="Withdraw a conversation or a turn"
      address="/api/redactions"
      submit="Withdraw it"
      busy="Withdrawing"
      consequences={
        <>
          <p>
            In force at once, for every reader of both sides: nobody opens it, finds it or exports it. Its number stays where it was listed,
            and an export has a slip sheet in its place. Files that hold it and were written before leave no more.
          </p>
          <p>What was read, printed or downloaded before is not undone. The text beneath is kept, and the withdrawal can be lifted.</p>
        </>
      }
    >
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <TextField
          label="Control number"
          name="conversationId"
          required
          className="font-mono"
          placeholder="DEMO-000000001"
          autoComplete="off"
        />
        <TextField label="Turn" name="turn" inputMode="numeric" pattern="\d{1,7}" hint="Empty: all of it" />
      </div>
      <TextArea
        label="Reason"
        name="reason"
        required
        minLength={3}
        maxLength={2000}
        hint="Quote nothing of the text: both sides and the court’s monitor read this"
      />
    </Deed>
  );
}

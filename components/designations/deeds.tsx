import { Deed } from "../ui/deed";
import { SelectField, TextArea, TextField } from "../ui/field";

type Place = { readonly conversation?: string; readonly turn?: number };
type Props = Place & { readonly tiers: readonly string[]; readonly shortcut?: string };

/** What is designated: a conversation by its number, and a turn of it. Fixed where one stands in it already. */
function Where({ conversation, turn }: Place) {
  return (
    <div className="grid grid-cols-[1fr_7rem] gap-3">
      <TextField
        label="Control number"
        name="conversation"
        required
        defaultValue={conversation ?? ""}
        className="font-mono"
        placeholder="DEMO-000000001"
      />
      <TextField label="Turn" name="turn" inputMode="numeric" defaultValue={turn ? String(turn) : ""} hint="Empty: all of it" />
    </div>
  );
}

function Tier({ tiers, label }: { readonly tiers: readonly string[]; readonly label: string }) {
  return (
    <SelectField label={label} name="tier" required defaultValue="">
      <option value="" disabled>
        Choose
      </option>
      {tiers.map((tier, n) => (
        <option key={tier} value={n + 1}>
          {tier}
        </option>
      ))}
    </SelectField>
  );
}

/** Designates for the producing side. */
export function SetDesignation({ tiers, shortcut, ...place }: Props) {
  return (
    <Deed
      key={`${place.conversation}-${place.turn}`}
      name="Designate"
      {...(shortcut && { shortcut })}
      title="Designate a conversation or a turn"
      address="/api/designations"
      submit="Designate"
      busy="Designating"
      consequences={
        <p>
          In force at once, for every reader: a turn above somebody’s tier is withheld from them, a conversation above it is not there for
          them at all. A turn is never lower than its conversation. Both sides see it, with your reason.
        </p>
      }
    >
      <Where {...place} />
      <Tier tiers={tiers} label="Designation" />
      <TextArea
        label="Reason"
        name="reason"
        required
        minLength={3}
        maxLength={2000}
        hint="Quote nothing of the text: the court’s monitor reads this"
      />
    </Deed>
  );
}

/** Challenges a designation of the producing side. */
export function ChallengeDesignation({ tiers, shortcut, ...place }: Props) {
  return (
    <Deed
      key={`${place.conversation}-${place.turn}`}
      name="Challenge"
      {...(shortcut && { shortcut })}
      title="Challenge a designation"
      address="/api/challenges"
      submit="Challenge it"
      busy="Challenging"
      consequences={
        <p>
          The producing side is asked to answer, and later to move, within the order’s periods. The designation stands meanwhile. When a
          period ends, nothing happens by itself: a person says what follows.
        </p>
      }
    >
      <Where {...place} />
      <Tier tiers={tiers.slice(0, -1)} label="It should be" />
      <TextArea
        label="Grounds"
        name="grounds"
        required
        minLength={3}
        maxLength={10000}
        hint="Quote nothing of the text: the court’s monitor reads this"
      />
      <TextArea
        label="Conferring"
        name="conferred"
        required
        minLength={3}
        maxLength={2000}
        hint="When and how the sides conferred, or will"
      />
    </Deed>
  );
}

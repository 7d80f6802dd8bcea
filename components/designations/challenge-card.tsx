import type { Side } from "@/domain/access/permissions";
import type { Challenge } from "@/domain/designations/schema";
import { TierBar } from "../frame/tier-bar";
import { sideInWords } from "../log/words";
import { Deed } from "../ui/deed";
import { SelectField, TextArea } from "../ui/field";
import { dayOf, When } from "../ui/when";

/** Who reads: for which side, which side produces, and whether they enter rulings. */
export type Reader = { readonly side: Side; readonly producing: Side; readonly counsel: boolean; readonly rules: boolean };

type Props = { readonly challenge: Challenge; readonly reader: Reader };

const outcomes = {
  dropped: "Challenge taken back",
  withdrawn: "Designation withdrawn",
  kept: "Kept by the court",
  lowered: "Lowered by the court",
  waived: "Waived",
} as const;

/** One challenge: what it is about, what each side says, its clocks, and what may be done now. */
export function ChallengeCard({ challenge, reader }: Props) {
  const { conversation, turn, tier, asked, grounds, conferred, side, made, answer, ended } = challenge;
  return (
    <li
      className={`grid gap-x-8 gap-y-3 border-l-4 py-3 pl-4 md:grid-cols-[minmax(0,1fr)_20rem] ${ended ? "border-line" : "border-hold-ink/60"}`}
    >
      <div className="grid content-start gap-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono font-semibold">
            {conversation}
            {turn > 0 && ` turn ${turn}`}
          </span>
          <TierBar tier={tier} />
          <span className="text-ink-soft">challenged, to be</span>
          <TierBar tier={asked} />
        </p>
        <Said name="Grounds" text={grounds} />
        <Said name="Conferring" text={conferred} />
        {answer && <Said name="The producing side stands by it" text={answer.text} />}
        {ended && <Said name={outcomes[ended.outcome]} text={ended.text} />}
      </div>
      <div className="grid content-start justify-items-start gap-2">
        <dl className="grid gap-1 text-xs text-ink-soft">
          <Step name={`Challenged by ${made.by}, ${sideInWords(side)},`} at={made.at} />
          {answer && <Step name={`Answered by ${answer.by},`} at={answer.at} />}
          {ended && <Step name={`${outcomes[ended.outcome]}, entered by ${ended.by},`} at={ended.at} />}
        </dl>
        {!ended && <Clocks challenge={challenge} />}
        {!ended && <Deeds challenge={challenge} reader={reader} />}
      </div>
    </li>
  );
}

function Said({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <p className="max-w-[72ch] border-l pl-3">
      <span className="font-medium">{name}: </span>
      <span className="font-evidence text-base">{text}</span>
    </p>
  );
}

function Step({ name, at }: { readonly name: string; readonly at: string }) {
  return (
    <div>
      <dt className="inline">{name} </dt>
      <dd className="inline">
        <When at={at} />
      </dd>
    </div>
  );
}

// The clocks tell; they never act.
function Clocks({ challenge: { answer, answerBy, moveBy } }: { readonly challenge: Challenge }) {
  if (answer) return <p className="text-ink-soft">Both sides have been heard. The designation stands until the court has ruled.</p>;
  return (
    <div className="grid gap-1">
      <p>
        {answerBy.over ? "The period to answer ended on " : "To be answered by the end of "}
        <span className="font-medium">{dayOf(answerBy.day)}</span>.
      </p>
      <p>
        {moveBy.over ? "The period to move ended on " : "To move by the end of "}
        <span className="font-medium">{dayOf(moveBy.day)}</span>.
      </p>
      <p className="text-ink-soft">
        {moveBy.over ? "The designation stands until the court’s monitor confirms that it is waived." : "The designation stands meanwhile."}
      </p>
    </div>
  );
}

function Deeds({ challenge: { id, side, asked, answer, moveBy }, reader }: Props) {
  const address = `/api/challenges/${id}`;
  const reason = <TextArea label="Reason" name="reason" required minLength={3} maxLength={10000} />;
  return (
    <div className="flex flex-wrap gap-2">
      {reader.counsel && reader.side === reader.producing && !answer && (
        <Deed
          name="Stand by it"
          title="Stand by the designation"
          address={`${address}/answer`}
          submit="Stand by it"
          busy="Answering"
          consequences={<p>The designation stands until the court has ruled. The other side and the court’s monitor read what you say.</p>}
        >
          <TextArea label="Why, or by which motion" name="reason" required minLength={3} maxLength={10000} />
        </Deed>
      )}
      {reader.counsel && reader.side === reader.producing && (
        <Deed
          name="Withdraw the designation"
          look="danger"
          title="Withdraw the designation"
          address={`${address}/withdrawal`}
          submit="Withdraw it"
          busy="Withdrawing"
          consequences={<p>It becomes {asked.name} at once, for every reader.</p>}
        >
          {reason}
        </Deed>
      )}
      {reader.counsel && reader.side === side && (
        <Deed
          name="Take it back"
          title="Take the challenge back"
          address={`${address}/drop`}
          submit="Take it back"
          busy="Taking it back"
          consequences={<p>The designation stays as it is. Your side may challenge it again.</p>}
        >
          {reason}
        </Deed>
      )}
      {reader.rules && (
        <Deed
          name="Enter the ruling"
          look="primary"
          title="Enter what the court ruled"
          address={`${address}/ruling`}
          submit="Enter it"
          busy="Entering"
          consequences={
            <p>
              Kept: the designation stays. Lowered, or confirmed as waived because the producing side did not move in time: it becomes{" "}
              {asked.name} at once, for every reader.
            </p>
          }
        >
          <SelectField label="The designation is" name="ruling" required defaultValue="">
            <option value="" disabled>
              Choose
            </option>
            <option value="kept">kept</option>
            <option value="lowered">lowered</option>
            {moveBy.over && !answer && <option value="waived">waived: no motion was made in time</option>}
          </SelectField>
          <TextArea label="The ruling" name="reason" required minLength={3} maxLength={10000} hint="What the court ordered, and where" />
        </Deed>
      )}
    </div>
  );
}

import type { Side } from "@/domain/access/permissions";
import type { Deletion } from "@/domain/volumes/deletion-schema";
import type { Volume } from "@/domain/volumes/schema";
import { sideInWords } from "../log/words";
import { Deed } from "../ui/deed";
import { TextArea, TextField } from "../ui/field";
import { counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { When } from "../ui/when";
import { rangeOf } from "./words";

type Props = {
  readonly volume: Volume;
  readonly side: Side;
  readonly mayRequest: boolean;
  readonly mayApprove: boolean;
  readonly mayRefuse: boolean;
};

/** Whether a sealed volume is to be deleted, or was: who asked, on what authority, who decided, and what may be done now. */
export function VolumeDeletion({ volume, side, mayRequest, mayApprove, mayRefuse }: Props) {
  const { deletion } = volume;
  if (volume.state === "loading" || (!deletion && !mayRequest)) return null;
  const waits = deletion?.outcome === null;
  return (
    <div className={deletion ? "" : "print:hidden"}>
      <Section title="Deletion">
        {deletion && <Told deletion={deletion} />}
        <div className="flex flex-wrap items-center gap-2">
          {volume.state === "sealed" && !waits && mayRequest && <Request volume={volume} />}
          {waits && mayApprove && deletion.requested.side !== side && <Approve volume={volume} deletion={deletion} />}
          {waits && mayRefuse && <Refuse volume={volume} own={deletion.requested.side === side} />}
        </div>
        {waits && !mayApprove && <p className="text-xs text-ink-faint">The court’s monitor approves or refuses it.</p>}
      </Section>
    </div>
  );
}

function Told({
  deletion: { reason, authority, requested, outcome, decided, decidedReason, left, goneAt },
}: {
  readonly deletion: Deletion;
}) {
  return (
    <div className="grid max-w-[84ch] gap-1 border-l-4 border-hold-ink/60 py-1 pl-4">
      <p className="font-evidence text-base">{reason}</p>
      <p className="text-ink-faint">On the authority of {authority}</p>
      <p className="text-xs text-ink-soft">
        Asked for by {requested.by}, {sideInWords(requested.side)}, <When at={requested.at} />
      </p>
      {decided && (
        <p className="text-xs text-ink-soft">
          {decisions[outcome ?? "refused"]} by {decided.by}, {sideInWords(decided.side)}, <When at={decided.at} />
          {decidedReason && `: ${decidedReason}`}
        </p>
      )}
      {outcome === "approved" && (
        <p className="text-xs text-ink-soft">
          {goneAt ? (
            <>
              Nothing of its text is left in the database since <When at={goneAt} />.
            </>
          ) : (
            `Beyond everybody’s reach; ${counted(left, "partition")} still to be taken out of the database.`
          )}
        </p>
      )}
    </div>
  );
}

const decisions: Record<NonNullable<Deletion["outcome"]>, string> = {
  approved: "Approved",
  refused: "Refused",
  withdrawn: "Taken back",
};

function Request({ volume }: { readonly volume: Volume }) {
  return (
    <Deed
      name="Ask for deletion"
      title={`Ask for ${volume.name} to be deleted`}
      address={`/api/volumes/${volume.id}/deletion`}
      submit="Ask the court"
      busy="Asking"
      consequences={
        <p>
          Nothing changes until the court’s monitor approves. It is refused while any hold covers anything in the volume: the matter, the
          volume, one of its conversations, or a set of either side that has one of them. Everybody who sees the volume sees that you asked,
          and why.
        </p>
      }
    >
      <TextArea label="Reason" name="reason" required maxLength={2000} />
      <TextField label="Authority" name="authority" required maxLength={500} hint="An order, a docket number, a letter." />
      <TextField label={`The volume’s name, once more: ${volume.name}`} name="confirm" required maxLength={60} autoComplete="off" />
    </Deed>
  );
}

function Approve({ volume, deletion }: { readonly volume: Volume; readonly deletion: Deletion }) {
  return (
    <Deed
      name="Approve the deletion"
      look="danger"
      title={`Delete ${volume.name}`}
      address={`/api/volumes/${volume.id}/deletion/approval`}
      submit="Delete the volume"
      busy="Deleting"
      consequences={
        <>
          <p>
            {deletion.requested.by} ({sideInWords(deletion.requested.side)}) asked for this, on the authority of {deletion.authority}:{" "}
            {deletion.reason}
          </p>
          <p>
            <strong className="font-semibold text-ink">This cannot be undone.</strong> {counted(volume.conversations, "conversation")} (
            {rangeOf(volume)}) are found by nobody from that moment, and their text goes from the database. The record of the volume, the
            hashes of its files, its numbers and the log stay. Sets and codes that point into it stay, and say that it is gone.
          </p>
        </>
      }
    >
      <TextField label={`The volume’s name, once more: ${volume.name}`} name="confirm" required maxLength={60} autoComplete="off" />
    </Deed>
  );
}

function Refuse({ volume, own }: { readonly volume: Volume; readonly own: boolean }) {
  return (
    <Deed
      name={own ? "Take the request back" : "Refuse it"}
      title={own ? "Take the request back" : `Refuse to delete ${volume.name}`}
      address={`/api/volumes/${volume.id}/deletion/refusal`}
      submit={own ? "Take it back" : "Refuse"}
      busy="Writing it down"
      consequences={<p>The volume stays as it is. It may be asked for again.</p>}
    >
      <TextArea label="Reason" name="reason" required maxLength={2000} />
    </Deed>
  );
}

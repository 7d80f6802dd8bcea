import type { Side } from "@/domain/access/permissions";
import type { Deed as Done, Hold } from "@/domain/holds/schema";
import { sideInWords } from "../log/words";
import { Deed } from "../ui/deed";
import { TextArea } from "../ui/field";
import { When } from "../ui/when";

const scopes: Record<Hold["scope"], string> = {
  matter: "The whole matter",
  volume: "Volume",
  set: "Reviewed set",
  conversation: "Conversation",
};

/** What a hold covers, in words. */
export function coverageOf({ scope, target }: Pick<Hold, "scope" | "target">): string {
  if (scope === "matter" || !target) return scopes[scope];
  return scope === "set" ? target.replace(/^a /, "A ") : `${scopes[scope]} ${target}`;
}

type Props = { readonly hold: Hold; readonly side: Side; readonly mayRequest: boolean; readonly mayApprove: boolean };

/** One hold: its state, what it covers, on whose word, and what may be done about it, or why nothing. */
export function HoldCard({ hold, side, mayRequest, mayApprove }: Props) {
  const over = hold.state === "released";
  return (
    <li
      className={`grid gap-x-8 gap-y-3 border-l-4 py-3 pl-4 md:grid-cols-[minmax(0,1fr)_19rem] ${over ? "border-line text-ink-soft" : "border-hold-ink/60"}`}
    >
      <div className="grid content-start gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className={`rounded-xs px-1.5 text-xs font-medium ${over ? "bg-panel" : "bg-hold text-hold-ink"}`}>
            {states[hold.state]}
          </span>
          <span className="text-base font-semibold text-ink">{coverageOf(hold)}</span>
        </p>
        <p className="max-w-[72ch] font-evidence text-base">{hold.reason}</p>
        <p className="text-ink-faint">On the authority of {hold.authority}</p>
        {hold.releaseRequested && <p className="mt-1 max-w-[72ch] border-l pl-3">Release asked for: {hold.releaseRequested.reason}</p>}
      </div>
      <div className="grid content-start justify-items-start gap-2">
        <dl className="grid gap-1 text-xs text-ink-soft">
          <Step name="Placed" done={hold.placed} />
          {hold.releaseRequested && <Step name="Release asked for" done={hold.releaseRequested} />}
          {hold.released && <Step name="Released" done={hold.released} />}
        </dl>
        <NextStep hold={hold} side={side} mayRequest={mayRequest} mayApprove={mayApprove} />
      </div>
    </li>
  );
}

const states: Record<Hold["state"], string> = {
  in_force: "In force",
  release_requested: "In force · release asked for",
  released: "Released",
};

function Step({ name, done }: { readonly name: string; readonly done: Done }) {
  return (
    <div>
      <dt className="inline text-ink-faint">{name} by </dt>
      <dd className="inline">
        {done.by}, {sideInWords(done.side)}, <When at={done.at} />
      </dd>
    </div>
  );
}

function NextStep({ hold, side, mayRequest, mayApprove }: Props) {
  if (hold.state === "released") return null;
  const requested = hold.releaseRequested;
  if (!requested) {
    if (!mayRequest) return <Why>Counsel of either side or the monitor can ask for its release.</Why>;
    return (
      <Deed
        name="Ask for release"
        title="Ask for this hold to be released"
        address={`/api/holds/${hold.id}/release-request`}
        submit="Ask for release"
        busy="Asking"
        consequences={
          <p>
            The hold stays in force. Everybody who sees it will see that you asked, and why. It is released only when somebody of another
            side approves: counsel or the monitor.
          </p>
        }
      >
        <TextArea label="Reason" name="reason" required maxLength={2000} />
      </Deed>
    );
  }
  if (requested.side === side)
    return <Why>Your side asked for the release, so another side must approve it: opposing counsel or the monitor.</Why>;
  if (!mayApprove) return <Why>Counsel of another side or the monitor can approve the release.</Why>;
  return (
    <Deed
      name="Approve the release"
      look="danger"
      title="Release this hold"
      address={`/api/holds/${hold.id}/release-approval`}
      submit="Release the hold"
      busy="Releasing"
      consequences={
        <p>
          {requested.by} ({sideInWords(requested.side)}) asked for this: {requested.reason} With your approval the hold ends at once. What
          it covered may be exported and downloaded again, unless another hold covers it. This cannot be undone; a new hold can be placed.
        </p>
      }
    />
  );
}

function Why({ children }: { readonly children: React.ReactNode }) {
  return <p className="text-xs text-ink-faint">{children}</p>;
}

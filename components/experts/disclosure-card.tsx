import type { Disclosure } from "@/domain/disclosures/schema";
import { sideInWords } from "../log/words";
import { bytes } from "../ui/numbers";
import { dayOf, When } from "../ui/when";
import { NextStep, type Powers } from "./next-step";

const names: Record<Disclosure["state"], string> = {
  open: "Disclosed · the other side may object",
  waived: "The other side does not object",
  objected: "Objected to · pending",
  overruled: "Objection overruled",
  refused: "Objection sustained",
  cleared: "Cleared",
  withdrawn: "Withdrawn",
};

/** One expert: who they are, how far they have come, whose turn it is, and what may be done now. */
export function DisclosureCard({ disclosure, powers }: { readonly disclosure: Disclosure; readonly powers: Powers }) {
  const over = ["cleared", "refused", "withdrawn"].includes(disclosure.state);
  return (
    <li
      className={`grid gap-x-8 gap-y-3 border-l-4 py-3 pl-4 md:grid-cols-[minmax(0,1fr)_20rem] ${over ? "border-line" : disclosure.state === "objected" ? "border-hold-ink/60" : "border-accent"}`}
    >
      <div className="grid content-start gap-2">
        <div>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-base font-semibold text-ink">{disclosure.name}</span>
            <span className="text-ink-soft">{disclosure.employer}</span>
            <span
              className={`rounded-xs px-1.5 text-xs font-medium ${disclosure.state === "objected" ? "bg-hold text-hold-ink" : "bg-panel"}`}
            >
              {names[disclosure.state]}
            </span>
          </p>
          <p className="text-xs text-ink-faint">
            {disclosure.email} · for the {sideInWords(disclosure.side)}, up to {disclosure.tier.name}
          </p>
        </div>
        <Statements disclosure={disclosure} cv={powers.cv} />
        {disclosure.objection && (
          <p className="max-w-[72ch] border-l pl-3">
            <span className="font-medium">Objection{disclosure.objection.late ? ", after the period had ended" : ""}:</span>{" "}
            <span className="font-evidence text-base">{disclosure.objection.reason}</span>
          </p>
        )}
        {disclosure.ruling && (
          <p className="max-w-[72ch] border-l pl-3">
            <span className="font-medium">Ruling, {disclosure.ruling.ruling}:</span>{" "}
            <span className="font-evidence text-base">{disclosure.ruling.text}</span>
          </p>
        )}
      </div>
      <div className="grid content-start justify-items-start gap-2">
        <dl className="grid gap-1 text-xs text-ink-soft">
          <Step name="Disclosed" done={disclosure.disclosed} />
          {disclosure.objection && <Step name="Objected to" done={disclosure.objection} />}
          {disclosure.waived && <Step name="Not objected to" done={disclosure.waived} />}
          {disclosure.ruling && <Step name="Ruling entered" done={disclosure.ruling} />}
          {disclosure.cleared && <Step name="Cleared" done={disclosure.cleared} />}
          {disclosure.withdrawn && <Step name="Withdrawn" done={disclosure.withdrawn} />}
        </dl>
        <Clock disclosure={disclosure} />
        <NextStep disclosure={disclosure} powers={powers} />
      </div>
    </li>
  );
}

function Step({ name, done: { by, at } }: { readonly name: string; readonly done: { readonly by: string; readonly at: string } }) {
  return (
    <div>
      <dt className="inline text-ink-faint">{name} by </dt>
      <dd className="inline">
        {by}, <When at={at} />
      </dd>
    </div>
  );
}

// The clock tells; it never acts.
function Clock({ disclosure: { state, ended, objectUntil, admission } }: { readonly disclosure: Disclosure }) {
  if (state === "open")
    return ended ? (
      <p className="font-medium">
        The period to object ended on {dayOf(objectUntil)}.{" "}
        <span className="font-normal text-ink-soft">Nobody objected. Somebody confirms clearance; until then nothing opens.</span>
      </p>
    ) : (
      <p>
        The other side may object until the end of <span className="font-medium">{dayOf(objectUntil)}</span>.
      </p>
    );
  if (state === "objected") return <p className="text-ink-soft">Nothing opens until the court has ruled, however long that takes.</p>;
  if (state === "cleared")
    return (
      <p className="text-ink-soft">
        {admission === "reading" ? "The record is open to them." : "Not admitted yet. When they are, the record opens to them."}
      </p>
    );
  return null;
}

function Statements({ disclosure, cv: mayRead }: { readonly disclosure: Disclosure; readonly cv: boolean }) {
  const { relationships, engagements, testimony, cv } = disclosure;
  const parts = [
    ["Relationships", relationships],
    ["Engagements", engagements],
    ["Testimony", testimony],
  ].filter(([, text]) => text);
  return (
    <div className="grid gap-1">
      {parts.map(([name, text]) => (
        <p key={name} className="max-w-[72ch] whitespace-pre-wrap">
          <span className="text-ink-faint">{name}: </span>
          {text}
        </p>
      ))}
      <p className="text-xs text-ink-faint">
        {mayRead ? (
          <a href={`/api/disclosures/${disclosure.id}/cv`} download className="text-accent underline">
            Curriculum vitae
          </a>
        ) : (
          "Curriculum vitae, for counsel and the court"
        )}
        , {bytes(cv.bytes)}, SHA-256 <code className="font-mono text-2xs">{cv.sha256.slice(0, 16)}…</code>
        {mayRead && ". Each download is in the log."}
      </p>
    </div>
  );
}

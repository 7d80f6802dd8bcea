import type { LogEntry } from "@/domain/audit/schema";
import { counted } from "../ui/numbers";
import { factsOf } from "./fact-words";
import { SealedDetail } from "./sealed";

/** What an entry discloses: how many conversations were shown and which, the public facts, and whether there is more for its own side. */
export function LogFacts({ entry: { shown, detail, sealed, own, side } }: { readonly entry: LogEntry }) {
  const facts = factsOf(detail);
  return (
    <div className="grid gap-0.5">
      {shown && shown.count > 0 && (
        <details>
          <summary className="w-fit cursor-default">{counted(shown.count, "conversation")} shown</summary>
          <p className="max-w-96 pt-1 font-mono text-2xs leading-relaxed">{shown.controlNumbers.join(" ")}</p>
        </details>
      )}
      {shown?.count === 0 && <span>nothing was found, nothing shown</span>}
      {facts.length > 0 && (
        <p className="max-w-[34rem] break-words">
          {facts.map(([name, value]) => (
            <span key={name} className="mr-3">
              <span className="text-ink-faint">{name}</span> {value}
            </span>
          ))}
        </p>
      )}
      {sealed && <SealedDetail own={own} side={side} />}
    </div>
  );
}

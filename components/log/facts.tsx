import type { LogEntry } from "@/domain/audit/schema";
import { counted } from "../ui/numbers";
import { sealedInWords } from "./words";

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
      {sealed && <span className="text-ink-faint italic">{own ? "sealed to your side" : sealedInWords(side)}</span>}
    </div>
  );
}

const names: Readonly<Record<string, string>> = {
  kind: "by",
  purpose: "reason stated:",
  reason: "reason:",
  authority: "authority:",
  scope: "scope:",
  target: "target:",
  file: "file:",
  files: "files:",
  formats: "format:",
  size: "conversations:",
  holds: "holds:",
  set: "set:",
  state: "it is now",
  hash: "order’s hash:",
  name: "name:",
  question: "answers the question of entry",
  more: "more answer it:",
  characters: "characters:",
  withheld: "turns withheld:",
  source: "what was delivered with it:",
  rule: "budget:",
  limit: "allows",
  used: "used",
  freesAt: "frees up",
};

function factsOf({ from, to, turns: _, ...rest }: Readonly<Record<string, unknown>>): (readonly [name: string, value: string])[] {
  const turns = from === undefined || to === undefined ? [] : [["turns", `${wordsOf(from)}–${wordsOf(to)}`] as const];
  const others = Object.entries(rest).map(([name, value]) => [names[name] ?? `${name}:`, wordsOf(value)] as const);
  return [...turns, ...others.filter(([, value]) => value !== "")];
}

// A random name is cut to what tells it apart from others; a file is its name, its hash stands on the production's page.
function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return `${value.slice(0, 8)}…`;
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 16)}…`;
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  if (typeof value !== "object") return String(value);
  if ("sha256" in value && "name" in value) return String(value.name);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${wordsOf(inner)}`)
    .join(", ");
}

import type { Range, Replayed, Verdict } from "./verdict";

/** A verdict in the words of a report: first what holds, then how far, then what does not. */
export function reportOf(verdict: Verdict & { readonly entry?: unknown }): string[] {
  const { origin, of, size, first, last, keys, ranges, pending, replay, failures, failed, entry } = verdict;
  return [
    `${verdict.verdict === "verified" ? "VERIFIED" : "FAILED"}: ${origin ?? "no log could be read"}`,
    ...(of === "export" && size > 0 ? [`${size} entries, from ${first} to ${last}`] : []),
    ...(keys === "given" ? [] : ["No key was given (--key): this shows that the export agrees with itself, and not who made it."]),
    ...ranges.map((range) => `entries ${range.from} to ${range.to - 1}: ${reach(range)}`),
    ...(pending > 0 ? [`${pending} entries were written and were in no tree yet when this was exported: they are not in it`] : []),
    ...(replay ? replayed(replay) : []),
    ...(entry ? [JSON.stringify(entry, null, 2)] : []),
    ...failures.map(({ check, index, message }) => `FAILED ${check}${index === null ? "" : ` at entry ${index}`}: ${message}`),
    ...(failed > failures.length ? [`and ${failed - failures.length} more`] : []),
  ];
}

function reach({ state, by }: Range): string {
  if (state === "witnessed") return `seen by ${by.join(", ")}: nobody can change them unnoticed`;
  return state === "signed" ? "signed by the host alone: the host could still replace them" : "UNPROVEN";
}

function replayed({ explained, inFlight, unexplained, atHost, openedAtHost }: Replayed): string[] {
  return [
    `replay: ${explained} done entries explained, ${inFlight} more begun before a right ended, ${unexplained} not`,
    ...Object.entries(atHost).map(
      ([action, count]) => `  of these ${count} ${action} done with the rights of the host, by nobody who signed in`,
    ),
    ...(openedAtHost > 0 ? [`  ${openedAtHost} sessions were opened at the host's terminal in somebody's name`] : []),
  ];
}

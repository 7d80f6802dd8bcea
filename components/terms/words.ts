import type { Term, TermReport, TermReportState } from "@/domain/terms/schema";
import { conversationHref, languageName, searchFrom } from "../conversation/address";
import { count, counted } from "../ui/numbers";
import { dayOf } from "../ui/when";

export const states: Readonly<Record<TermReportState, string>> = {
  running: "Being worked out",
  done: "Done",
  cancelled: "Ended before its end",
  changed: "Stopped: the data changed again and again",
  interrupted: "Interrupted",
};

/** Of what a report is asked: everything within reach, a set, or what filters leave. */
export function frameOf({ filters, setName }: Pick<TermReport, "filters" | "setName">): string {
  const named = Object.entries(filters).map(([name, value]) => narrowed(name, [value].flat().map(String), setName));
  return named.length > 0 ? `conversations ${named.join(", ")}` : "everything within reach";
}

function narrowed(name: string, values: readonly string[], setName: string | null): string {
  const any = values.join(" or ");
  if (name === "set") return `within the set “${setName ?? "of that number"}”`;
  if (name === "volume") return `of ${any}`;
  if (name === "model") return `with ${any}`;
  if (name === "language") return `in ${values.map(languageName).join(" or ")}`;
  if (name === "from") return `begun on ${dayOf(any)} or later`;
  if (name === "to") return `begun on ${dayOf(any)} or earlier`;
  if (name === "code") return `coded ${any}`;
  if (name === "minTurns") return `of at least ${any} turns`;
  if (name === "maxTurns") return `of at most ${any} turns`;
  return name === "superseded" ? "also those with a newer version" : "not coded by our side";
}

/** What a report is asked of, as a search has it. */
export function searchOf(filters: TermReport["filters"], q = "") {
  const params = new URLSearchParams({ q });
  for (const [name, value] of Object.entries(filters)) for (const one of [value].flat()) params.append(name, String(one));
  return searchFrom(params);
}

/** The search of one term of a report: the same filters, the same words. */
export function searchHref({ filters }: TermReport, { term }: Term) {
  return conversationHref(null, searchOf(filters, term));
}

export const isOpen = ({ state }: TermReport) => state === "running";

/** How far it is, in words. */
export function progressOf({ state, looked, total, terms }: TermReport): string {
  if (state === "done") return `${counted(terms, "term")}, ${counted(total, "conversation")}`;
  return `${Math.floor(looked * 100)} % of ${counted(terms, "term")} times ${counted(total, "conversation")}`;
}

/** How many terms stand on a page. */
export const TERMS_A_PAGE = 200;

export const columns = ["No.", "Term", "Conversations", "Unique", "Turns", "Prompts", "Outputs"] as const;

/** The numbers of a term as they stand in a row: what is not counted is a dash, what may be more says so. */
export function numbersOf({ conversations, unique, turns, prompts, outputs, atLeast }: Term, cut: boolean): string[] {
  const said = (value: number | null, sign: string) => (value === null ? "–" : `${sign}${count(value)}`);
  const all = atLeast === "all" ? "≥ " : "";
  const ofTurns = atLeast ? "≥ " : "";
  return [said(conversations, all), said(unique, cut ? "≤ " : ""), said(turns, ofTurns), said(prompts, ofTurns), said(outputs, ofTurns)];
}

/** Why a term has no numbers of its own, or null. */
export function insteadOf({ problem, sameAs }: Term): string | null {
  if (problem) return problem.message;
  return sameAs === null ? null : `Asks the same as term ${count(sameAs)}, and is not asked twice.`;
}

import type { TurnRole } from "@/domain/conversations/schema";
import { problem } from "./problem";
import { isNear, isTerm, type Question, type Scoped } from "./question";

type Place = { readonly at: number; readonly length: number };
export type Scope = Pick<Scoped, "role" | "turns">;

/**
 * Narrows where words are looked for: AND, OR and NOT stay about the conversation, each word inside is looked for in the scope. Throws
 * `invalid` for what has no place there.
 */
export function within(question: Question, scope: Scope, place: Place): Question {
  if (question.op === "and" || question.op === "or")
    return { op: question.op, items: question.items.map((item) => within(item, scope, place)) };
  if (question.op === "not") return { op: "not", item: within(question.item, scope, place) };
  if (question.op === "field") throw problem("A field is about the whole conversation. Put it outside these parentheses, with AND.", place);
  if (question.op === "then") throw problem("“then” joins a prompt and its output already. Put it outside these parentheses.", place);
  if (question.op !== "in") return scoped(scope, question);
  if ((question.role && scope.role) || (question.turns && scope.turns))
    throw problem("One scope stands within another of its kind. A turn is a prompt or an output, and has one number.", place);
  return scoped({ ...question, ...scope }, question.item);
}

function scoped({ role, turns }: Scope, item: Scoped["item"]): Scoped {
  return { op: "in", ...(role && { role }), ...(turns && { turns }), item };
}

/** Refuses what cannot be asked of a single turn. */
export function ofOneTurn(question: Question, place: Place): Question {
  const inner = "items" in question ? question.items : question.op === "not" ? [question.item] : [];
  for (const item of inner) ofOneTurn(item, place);
  if (inner.length > 0 || isTerm(question) || isNear(question) || question.op === "regex") return question;
  throw problem("Here all is asked of one turn: words, phrases and distances, with AND, OR and NOT. Put fields and scopes outside.", place);
}

export const roles: Readonly<Record<string, TurnRole>> = { prompt: "prompt", output: "output", system: "system", tool: "tool" };

/** The turns of `turn:3:` or `turn:1-5:`, and what is left of the text after it. */
export function turnsOf(value: string, place: Place): { readonly turns: readonly [number, number]; readonly rest: string } {
  const [all = "", first = "", last = first] = /^(\d{1,6})(?:(?:-|\.\.)(\d{1,6}))?:/.exec(value) ?? [];
  const turns = [Number(first), Number(last || first)] as const;
  if (!all)
    throw problem("Say what to look for in the turn: turn:3:(fraud) or turn:1-5:(fraud). How many turns there are is turns:>=5.", place);
  if (turns[0] < 1 || turns[1] < turns[0]) throw problem("Turns are numbered from 1, the first before the last: turn:1-5:(fraud).", place);
  return { turns, rest: value.slice(all.length) };
}

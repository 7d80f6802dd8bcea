import { isTerm, type Question, type Term } from "./question";

/**
 * Does the index narrow this down? Otherwise every text would have to be read for it. The twin of what search.candidates says: a word
 * does, one that begins with a wildcard does not, nor does what must be absent.
 */
export function proposes(question: Question): boolean {
  if (isTerm(question)) return known(question);
  switch (question.op) {
    case "and":
      return question.items.some(proposes);
    case "or":
      return question.items.every(proposes);
    case "near":
    case "before":
      return question.a.every(known) || question.b.every(known);
    case "apart":
      return question.a.every(known);
    case "in":
    case "turn":
      return proposes(question.item);
    case "then":
      return proposes(question.prompt) || proposes(question.output);
    default:
      return false;
  }
}

function known(term: Term): boolean {
  return term.op !== "phrase" || term.words.some((any) => any.every((word) => !/^[*?=]/.test(word)));
}

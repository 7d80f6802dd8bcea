import { type Field, isTerm, type Leaf, type Question, type Term } from "./question";

/** A question written out as a query that is read back as itself, whatever binds tighter: every part in parentheses. */
export function print(question: Question): string {
  switch (question.op) {
    case "and":
    case "or":
      return question.items.map(enclosed).join(question.op === "and" ? " AND " : " OR ");
    case "not":
      return `NOT ${enclosed(question.item)}`;
    case "field":
      return fieldOut(question);
    default:
      return leafOut(question);
  }
}

function enclosed(question: Question): string {
  return isTerm(question) || question.op === "field" || question.op === "regex" ? print(question) : `(${print(question)})`;
}

function leafOut(leaf: Leaf): string {
  if (isTerm(leaf)) return termOut(leaf);
  switch (leaf.op) {
    case "regex":
      return `"##${leaf.pattern}"`;
    case "turn":
      return `turn:(${print(leaf.item)})`;
    case "then":
      return `prompt:(${print(leaf.prompt)}) then output:(${print(leaf.output)})`;
    case "in": {
      const inner = leaf.turns ? `turn:${leaf.turns.join("-")}:(${print(leaf.item)})` : print(leaf.item);
      return leaf.role ? `${leaf.role}:(${inner})` : inner;
    }
    case "near":
    case "before":
    case "apart": {
      const sign = leaf.op === "before" ? "pre" : leaf.op === "near" ? "w" : "NOT w";
      return `${sideOut(leaf.a)} ${sign}/${leaf.within} ${sideOut(leaf.b)}`;
    }
  }
}

function sideOut(side: readonly Term[]): string {
  return side.length === 1 && side[0] ? termOut(side[0]) : `(${side.map(termOut).join(" OR ")})`;
}

// Quoted, but for a question mark at the end of a word, which a quotation does not take for one letter.
function termOut(term: Term): string {
  if (term.op === "phrase" && /\?(?![\p{L}\p{M}\p{N}*?=])/u.test(term.text)) return term.text;
  return `"${term.text}${term.op === "prefix" ? "*" : ""}"`;
}

function fieldOut(field: Field): string {
  switch (field.field) {
    case "uncoded":
      return "uncoded:yes";
    case "turns":
    case "words":
    case "date": {
      const { from, to } = field;
      return `${field.field}:${from === to ? from : `${from ?? ""}..${to ?? ""}`}`;
    }
    default: {
      const values = field.values.map((value) => `"${value}"`);
      return `${field.field}:${values.length === 1 ? values[0] : `(${values.join(" OR ")})`}`;
    }
  }
}

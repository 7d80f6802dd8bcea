// How a prompt is typed and how an output is laid out.
import { capital, type Scene, tell } from "./grammar";
import type { Random } from "./random";
import type { Subject } from "./subject";

const english = {
  greetings: ["Hi! ", "hello, ", "Hey, quick question. ", "Hi there, "],
  asides: [
    "",
    "",
    "",
    " I live in ‹town›.",
    " I work in ‹field›.",
    " Please keep it short.",
    " My ‹relative› in ‹town› says something else.",
    " Answer in a table if you can.",
    " I only have until ‹weekday›.",
    " thanks in advance",
  ],
  again: [
    "Can you explain the second point?",
    "make it shorter",
    "Can you put that into a table?",
    "Are you sure?",
    "ok thanks",
    "Thank you! That helps a lot.",
    "continue",
    "why?",
    "Explain it as if I knew nothing about it.",
    "what else",
    "I don't understand.",
    "Could you give me another example?",
  ],
  sorry: [
    "You're right, I apologize for the confusion.",
    "Thank you for pointing that out.",
    "Sure, here is a shorter version.",
    "Let me put it differently.",
    "You're welcome!",
    "Of course.",
  ],
};

/** The first prompt of a conversation. */
export function askFirst(scene: Scene, subject: Subject): string {
  const { random } = scene;
  const asked = tell(scene, "‹+prompts›");
  if (subject.language !== "en") return asked;
  const greeting = random.chance(0.12) ? random.pick(english.greetings) : "";
  return typed(random, greeting + asked + tell(scene, random.pick(english.asides)));
}

/** A later prompt. */
export function askAgain(scene: Scene, subject: Subject): string {
  const { random } = scene;
  if (subject.language !== "en") return tell(scene, "‹+followUps›");
  return typed(random, random.chance(0.35) ? random.pick(english.again) : tell(scene, "‹+followUps›"));
}

/** Some people type without capitals, some without a full stop, some with a slip of the finger. */
function typed(random: Random, text: string): string {
  let out = text;
  if (random.chance(0.25)) out = out.slice(0, 1).toLowerCase() + out.slice(1);
  if (random.chance(0.2)) out = out.replace(/[.?]$/, "");
  if (random.chance(0.07)) {
    const at = random.whole(1, Math.max(1, out.length - 3));
    const pair = out.slice(at, at + 2);
    if (/^[a-z]{2}$/.test(pair)) out = `${out.slice(0, at)}${[...pair].reverse().join("")}${out.slice(at + 2)}`;
  }
  return out;
}

/** An output: opening, body, close. `pair` is the number of outputs before it. */
export function answer(scene: Scene, subject: Subject, pair: number): string {
  const { random } = scene;
  const opening = pair > 0 && subject.language === "en" && random.chance(0.5) ? random.pick(english.sorry) : tell(scene, "‹+leads›");
  const close = random.chance(0.6) ? tell(scene, "‹+closers›") : "";
  return [opening, body(scene, subject), close].filter(Boolean).join("\n\n");
}

function body(scene: Scene, subject: Subject): string {
  const { random } = scene;
  const form = random.next();
  if (subject.blocks && form < 0.5) return `${tell(scene, "‹+blocks›")}${random.chance(0.6) ? `\n\n${paragraph(scene, 2)}` : ""}`;
  if (subject.table && form < 0.6) return table(scene, subject.table);
  if (subject.heads && form < 0.75) return `${sections(scene, random)}`;
  if (form < 0.87) return list(scene, random.whole(3, 6), random.chance(0.5));
  return Array.from({ length: random.whole(1, 3) }, () => paragraph(scene, random.whole(2, 4))).join("\n\n");
}

function paragraph(scene: Scene, sentences: number): string {
  return Array.from({ length: sentences }, () => tell(scene, "‹+points›"))
    .map(capital)
    .join(" ");
}

function list(scene: Scene, items: number, numbered: boolean): string {
  return Array.from({ length: items }, (_none, i) => `${numbered ? `${i + 1}.` : "-"} ${capital(tell(scene, "‹+points›"))}`).join("\n");
}

function sections(scene: Scene, random: Random): string {
  const bold = random.chance(0.5);
  return Array.from({ length: random.whole(2, 4) }, (_none, i) => {
    const head = tell(scene, "‹+heads›");
    return bold
      ? `${i + 1}. **${head}**: ${paragraph(scene, random.whole(1, 2))}`
      : `### ${head}\n\n${paragraph(scene, random.whole(1, 3))}`;
  }).join(bold ? "\n" : "\n\n");
}

function table(scene: Scene, { head, row }: { head: string; row: string }): string {
  return [tell(scene, head), ...Array.from({ length: scene.random.whole(3, 8) }, () => tell(scene, row))].join("\n");
}

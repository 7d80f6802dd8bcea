// How a prompt is typed and how an output is laid out.
import { capital, type Scene, tell } from "./grammar";
import type { Random } from "./random";
import type { Subject } from "./subject";

const greetings = ["Hi! ", "hello, ", "Hey, quick question. ", "Hi there, "];
const asides = [
  "",
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
  " My ‹relative› ‹given› asked me, and I had no idea.",
];
const again = [
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
  "That is not what I asked.",
  "go on",
];
/** How a later output begins, by what was said before it; the first that fits. */
const replies: readonly (readonly [RegExp, readonly string[]])[] = [
  [/thank|thx/i, ["You're welcome!", "Glad it helped.", "You're welcome! One more thing:"]],
  [/\btable\b/i, ["Here it is as a table:", "As a table:"]],
  [/short|too long/i, ["Here is a shorter version:", "In brief:"]],
  [
    /sure|exist|mistake|not what i asked|still|instead/i,
    [
      "You're right, I apologize for the confusion.",
      "I apologize for the mistake.",
      "Thank you for pointing that out.",
      "Yes. Let me show why.",
    ],
  ],
  [/understand|explain|why/i, ["Let me put it differently.", "In other words:", "Of course."]],
  [/./, ["Of course.", "Certainly!", "Good question.", "That depends.", "Sure.", ""]],
];

const thanks = /^(ok )?(thanks|thank you|gracias|merci|danke|obrigado|谢谢|ありがとう|شكرا|धन्यवाद|спасибо)/i;

/** The first prompt of a conversation. */
export function askFirst(scene: Scene, subject: Subject): string {
  const { random } = scene;
  const asked = tell(scene, "‹+prompts›");
  if (subject.language !== "en") return asked;
  const greeting = random.chance(0.12) ? random.pick(greetings) : "";
  const aside = /[.?!"]$/.test(asked) ? tell(scene, random.pick(asides)) : "";
  return typed(random, greeting + asked + aside);
}

/** A later prompt. */
export function askAgain(scene: Scene, subject: Subject): string {
  const { random } = scene;
  if (subject.language !== "en") return tell(scene, "‹+followUps›");
  return typed(random, random.chance(0.35) ? random.pick(again) : tell(scene, "‹+followUps›"));
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

/** The output to a prompt: opening, body, close. `first`: nothing was said before the prompt. */
export function answer(scene: Scene, subject: Subject, prompt: string, first: boolean): string {
  const { random } = scene;
  const close = random.chance(0.5) ? tell(scene, "‹+closers›") : "";
  return [opening(scene, subject, prompt, first), body(scene, subject, prompt), close].filter(Boolean).join("\n\n") || paragraph(scene, 1);
}

function opening(scene: Scene, subject: Subject, prompt: string, first: boolean): string {
  if (first) return tell(scene, "‹+leads›");
  if (subject.language !== "en") return "";
  return scene.random.pick(replies.find(([said]) => said.test(prompt))?.[1] ?? [""]);
}

function body(scene: Scene, subject: Subject, prompt: string): string {
  const { random, decks } = scene;
  const { blocks, table, heads, points } = subject;
  // Within one output nothing is said twice: the deck is shuffled anew while it still could last.
  if ((decks.get("points")?.length ?? 0) < 6) decks.delete("points");
  const most = Math.min(6, points.length);
  if (thanks.test(prompt)) return random.chance(0.5) ? paragraph(scene, 1) : "";
  if (/short|brief|kürzer|corto|court|curto|короче|短/i.test(prompt)) return paragraph(scene, random.whole(1, 2));
  if (table && (/\btable\b/i.test(prompt) || random.chance(0.04))) return tableOf(scene, table);
  const form = random.next();
  if (blocks && form < 0.6) return `${tell(scene, "‹+blocks›")}${random.chance(0.6) ? `\n\n${paragraph(scene, 2)}` : ""}`;
  if (heads && form < 0.72) return sections(scene, random.whole(2, Math.min(4, most - 1)));
  if (form < 0.86) return list(scene, random.whole(3, most), random.chance(0.5));
  if (random.chance(0.4)) return paragraph(scene, random.whole(2, most));
  return [paragraph(scene, random.whole(1, 3)), paragraph(scene, random.whole(1, most - 3))].join("\n\n");
}

function paragraph(scene: Scene, sentences: number): string {
  const said = Array.from({ length: sentences }, () => capital(tell(scene, "‹+points›")));
  return said.join(/[。！]$/.test(said[0] ?? "") ? "" : " ");
}

function list(scene: Scene, items: number, numbered: boolean): string {
  return Array.from({ length: items }, (_none, i) => `${numbered ? `${i + 1}.` : "-"} ${capital(tell(scene, "‹+points›"))}`).join("\n");
}

function sections(scene: Scene, count: number): string {
  const { random } = scene;
  const bold = random.chance(0.5);
  let spare = 6 - count;
  return Array.from({ length: count }, (_none, i) => {
    const head = tell(scene, "‹+heads›");
    const more = random.whole(0, Math.min(1, spare));
    spare -= more;
    return bold ? `${i + 1}. **${head}**: ${paragraph(scene, 1 + more)}` : `### ${head}\n\n${paragraph(scene, 1 + more)}`;
  }).join(bold ? "\n" : "\n\n");
}

function tableOf(scene: Scene, { head, row }: { head: string; row: string }): string {
  return [tell(scene, head), ...Array.from({ length: scene.random.whole(3, 8) }, () => tell(scene, row))].join("\n");
}

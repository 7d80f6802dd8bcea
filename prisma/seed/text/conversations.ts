import type { NormalisedConversation, NormalisedTurn } from "@/domain/formats/schema";
import { type Scene, sceneOf } from "./grammar";
import { easternSubjects } from "./languages-eastern";
import { northernSubjects } from "./languages-northern";
import { romanceSubjects } from "./languages-romance";
import { names } from "./names";
import { aboutNews, newsExchange } from "./news";
import { aboutForms, leak, placeholders } from "./personal";
import { Random } from "./random";
import { answer, askAgain, askFirst } from "./say";
import type { Subject } from "./subject";
import { careSubjects } from "./subjects-care";
import { codeSubjects } from "./subjects-code";
import { homeSubjects } from "./subjects-home";
import { letterSubjects } from "./subjects-letters";
import { studySubjects } from "./subjects-study";
import { workSubjects } from "./subjects-work";

export type Stream = {
  readonly seed: string;
  readonly count: number;
  /** Number of the first conversation, so that a stream can be made in pieces. */
  readonly from?: number;
  /** `pairs`: mostly a prompt with its output and nothing else. */
  readonly shape?: "conversations" | "pairs";
};

/** Consumer plans only: business users are not in the frame, so nothing here may come from one. */
const plans = [
  { weight: 8, name: "free" },
  { weight: 2, name: "plus" },
] as const;

/** The models, each from the day it could be used. */
const models = [
  { name: "gpt-3.5-turbo", from: Date.UTC(2022, 11, 1), weight: 60, fades: Date.UTC(2024, 6, 18) },
  { name: "gpt-4", from: Date.UTC(2023, 2, 14), weight: 16, fades: Date.UTC(2024, 4, 13) },
  { name: "gpt-4-turbo", from: Date.UTC(2023, 10, 6), weight: 14, fades: Date.UTC(2024, 4, 13) },
  { name: "gpt-4o", from: Date.UTC(2024, 4, 13), weight: 50, fades: Number.POSITIVE_INFINITY },
  { name: "gpt-4o-mini", from: Date.UTC(2024, 6, 18), weight: 45, fades: Number.POSITIVE_INFINITY },
] as const;

const subjects: readonly Subject[] = [
  ...homeSubjects,
  ...careSubjects,
  ...studySubjects,
  ...workSubjects,
  ...codeSubjects,
  ...letterSubjects,
  ...romanceSubjects,
  ...northernSubjects,
  ...easternSubjects,
];
const firstDay = Date.UTC(2022, 11, 1);
const lastDay = Date.UTC(2024, 11, 1);

/** Conversations one after the other, nothing kept: each depends on the seed and its own number alone. */
export function* generateConversations({ seed, count, from = 0, shape = "conversations" }: Stream): Generator<NormalisedConversation> {
  for (let n = from; n < from + count; n++) yield conversationOf(seed, n, shape);
}

/** The conversation of that number. */
export function conversationOf(seed: string, number: number, shape: Stream["shape"] = "conversations"): NormalisedConversation {
  const random = new Random(`${seed}/${number}`);
  // Use grew over the two years.
  const started = Math.floor(firstDay + (lastDay - firstDay) * random.next() ** 0.8);
  const model = modelAt(random, started);
  const subject = random.weighted(subjects);
  const pairs = shape === "pairs" ? (random.chance(0.92) ? 1 : 2) : Math.max(1, Math.min(120, Math.round(random.lognormal(2, 0.85))));
  const said = talk(random, seed, subject, pairs);
  const turns = faulty(random, said);
  const branches = shape === "conversations" && turns === said && random.chance(0.012) ? [branch(random, subject, turns)] : [];
  return {
    sourceId: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
    startedAt: new Date(started).toISOString(),
    model,
    language: subject.language,
    turns,
    branches,
    metadata: { plan: random.weighted(plans).name, stratum: new Date(started).toISOString().slice(0, 7) },
  };
}

function talk(random: Random, seed: string, drawn: Subject, pairs: number): NormalisedTurn[] {
  const kind = drawn.language === "en" ? random.next() : 1;
  const subject = kind < 0.09 ? aboutNews : kind < 0.13 ? aboutForms : drawn;
  const scene = sceneOf(random, names, placeholders(random), subject.rules, pools(subject));
  const turns: NormalisedTurn[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const begins = subject === aboutNews ? pair % 6 === 0 : subject === aboutForms && pair === 0;
    const [prompt, output] = !begins
      ? exchange(scene, subject, pair === 0)
      : subject === aboutNews
        ? newsExchange(scene, seed)
        : leak(scene);
    turns.push({ role: "prompt", text: prompt }, { role: "output", text: output });
  }
  return turns;
}

function exchange(scene: Scene, subject: Subject, first: boolean): readonly [string, string] {
  const prompt = first ? askFirst(scene, subject) : askAgain(scene, subject);
  return [prompt, answer(scene, subject, prompt, first)];
}

function pools(subject: Subject) {
  const { prompts, followUps, leads, points, closers, heads, blocks } = subject;
  return { prompts, followUps, leads, points, closers, ...(heads && { heads }), ...(blocks && { blocks }) };
}

function modelAt(random: Random, at: number): string {
  const usable = models
    .filter(({ from }) => from <= at)
    .map((model) => ({ ...model, weight: at < model.fades ? model.weight : model.weight / 12 }));
  return random.weighted(usable).name;
}

/** The output that was made first and thrown away: the last turn both share is the prompt before it. */
function branch(random: Random, subject: Subject, turns: readonly NormalisedTurn[]) {
  const scene: Scene = sceneOf(random, names, placeholders(random), subject.rules, pools(subject));
  const after = random.whole(0, turns.length / 2 - 1) * 2 + 1;
  const prompt = askAgain(scene, subject);
  const again = { role: "prompt" as const, text: prompt };
  return {
    after,
    turns: [
      { role: "output" as const, text: answer(scene, subject, "", true) },
      again,
      { role: "output" as const, text: answer(scene, subject, prompt, false) },
    ],
  };
}

/** Real deliveries have faults; about one conversation in eighty has one here. */
function faulty(random: Random, turns: NormalisedTurn[]): NormalisedTurn[] {
  const fault = random.next();
  const [first, ...rest] = turns;
  if (!first || fault > 0.0125) return turns;
  if (fault < 0.006) return turns.slice(0, -1);
  if (fault < 0.008 && rest.length > 1) return rest;
  if (fault < 0.011) return [first, { role: "prompt", text: first.text }, ...rest];
  return [
    ...turns,
    { role: "prompt", text: "" },
    { role: "output", text: "It looks like your message was empty. What would you like to ask?" },
  ];
}

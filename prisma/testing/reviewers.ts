// Reviewers made up by a seed: honest ones, who choose what they read, and hostile ones, each with one way of taking more than that.
import { chance, type Sketch } from "./lines";

const MINUTE = 60_000;
const RECORD = 20_000_000;
const control = (n: number) => `T1-${String(n).padStart(9, "0")}`;

export type Reviewer = { readonly email: string; readonly side: "plaintiff" | "defense"; readonly role: "expert" | "counsel" };
type Days = { readonly seed: string; readonly reviewer: Reviewer; readonly day: number };

function person({ email, side, role }: Reviewer, session: string) {
  return { person: email, email, side, role, session } as const;
}

const look = (n: number, from = 1, to = 6) => ({
  ...{ action: "conversation:view", object: `conversation:${control(n)}`, detail: { from, to, characters: 4_000 } },
});
const list = (numbers: readonly number[]) => ({ action: "conversation:search", detail: { shown: numbers.map(control) } });

/** So many seconds at a conversation: the middle is 45, some are a glance, some a quarter of an hour. */
function dwell(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(900, Math.max(1.5, 45 * Math.exp(0.9 * normal))) * 1000;
}

function page(random: () => number, size = 50): number[] {
  return Array.from({ length: size }, () => 1 + Math.floor(random() * RECORD)).sort((a, b) => a - b);
}

/**
 * An honest day: from about nine until the work is done, now and then into the evening; searches, of each list some conversations in
 * its order, sometimes many of them, sometimes a few neighbours, long ones page by page, a glance here and there, a refusal sometimes.
 */
export function honestDay({ seed, reviewer, day }: Days): Sketch[] {
  const random = chance(`${seed} honest ${reviewer.email} ${day}`);
  const who = person(reviewer, `${reviewer.email} ${day}`);
  const sketches: Sketch[] = [];
  let at = day + (8 + 3 * random()) * 60 * MINUTE;
  const end = at + (2 + 7 * random()) * 60 * MINUTE + (random() < 0.05 ? 5 * 60 * MINUTE : 0);
  sketches.push({ at, ...who, action: "session:open", detail: { kind: "browser" } });
  while (at < end) {
    at += (5 + 55 * random()) * 1000;
    const found = page(random, random() < 0.2 ? Math.floor(random() * 50) : 50);
    sketches.push({ at, ...who, ...list(found) });
    const keen = random() < 0.15 ? 0.7 : 0.12;
    for (const n of found.filter(() => random() < keen)) at = read(sketches, who, n, at, random);
    if (random() < 0.03) for (let n = 1; n < 3 + 6 * random(); n++) at = read(sketches, who, 1_000 + n, at, random);
    if (random() < 0.02)
      sketches.push({ at: at + 500, ...who, ...look(RECORD + 5), outcome: "refused", reason: "not_found", detail: null });
    if (random() < 0.08) at += 30 * MINUTE * random();
  }
  return sketches;
}

function read(sketches: Sketch[], who: ReturnType<typeof person>, n: number, at: number, random: () => number): number {
  sketches.push({ at: at + 800, ...who, ...look(n) });
  let later = at + 800 + dwell(random);
  // A long conversation is turned over page by page.
  for (let from = 7; random() < 0.3 && from < 400; from += 50) {
    sketches.push({ at: later, ...who, ...look(n, from, from + 49) });
    later += 4_000 + dwell(random);
  }
  return later;
}

export type Hostile =
  | "walks"
  | "walks slowly"
  | "takes lists"
  | "takes lists slowly"
  | "by night"
  | "too many"
  | "too fast"
  | "two machines"
  | "tries doors";

/** A hostile day: an honest one with one abuse in it, beginning in the afternoon (or at night). */
export function hostileDay(way: Hostile, days: Days): Sketch[] {
  const { seed, reviewer, day } = days;
  const random = chance(`${seed} ${way} ${reviewer.email} ${day}`);
  const who = person(reviewer, `${reviewer.email} ${day}`);
  const start = day + (way === "by night" ? 23.1 : 14 + random()) * 60 * MINUTE;
  const at = (i: number, seconds: number) => start + i * seconds * 1000 * (0.8 + 0.4 * random());
  const first = 1_000_000 + Math.floor(random() * 1e6);
  const many = (n: number, one: (i: number) => Sketch | readonly Sketch[]) => Array.from({ length: n }, (_, i) => one(i)).flat();
  const ways: Record<Hostile, () => Sketch[]> = {
    walks: () => many(300, (i) => ({ at: start + i * 2_000, ...who, ...look(first + i) })),
    "walks slowly": () =>
      many(80, (i) => [
        { at: start + i * 90_000, ...who, ...look(first + i * 2) },
        ...(i % 4 === 3 ? [{ at: start + i * 90_000 + 40_000, ...who, ...look(1 + Math.floor(random() * RECORD)) }] : []),
      ]),
    "takes lists": () => takeLists(who, start, 6, 4_000, random),
    "takes lists slowly": () => takeLists(who, start, 4, 10_500, random),
    "by night": () => many(45, (i) => ({ at: start + i * 60_000, ...who, ...look(1 + Math.floor(random() * RECORD)) })),
    "too many": () => many(700, (i) => ({ at: at(i, 5), ...who, ...look(1 + Math.floor(random() * RECORD)) })),
    "too fast": () => many(60, (i) => ({ at: start + i * 1_500, ...who, ...look(1 + Math.floor(random() * RECORD)) })),
    "two machines": () =>
      many(60, (i) => ({ at: start + i * 20_000, ...who, ...look(1 + Math.floor(random() * RECORD)), session: `${who.session} ${i % 2}` })),
    "tries doors": () =>
      many(25, (i) => ({ at: start + i * 8_000, ...who, ...look(RECORD + i), outcome: "refused", reason: "not_found", detail: null })),
  };
  return [...honestDay(days).filter((one) => one.at < start || way === "by night"), ...ways[way]()];
}

function takeLists(who: ReturnType<typeof person>, start: number, lists: number, pace: number, random: () => number): Sketch[] {
  const sketches: Sketch[] = [];
  let at = start;
  for (let i = 0; i < lists; i++) {
    const found = page(random);
    sketches.push({ at, ...who, ...list(found) });
    for (const n of found.slice(0, 47)) sketches.push({ at: (at += pace * (0.7 + 0.6 * random())), ...who, ...look(n) });
    at += 10_000;
  }
  return sketches;
}

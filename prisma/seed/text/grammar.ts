import type { Random } from "./random";

/** What a slot may become: one of a list, or what a function makes of chance. */
export type Rule = readonly string[] | ((scene: Scene) => string);
export type Rules = Readonly<Record<string, Rule>>;

/** One conversation being told: what was said once stays so, and no sentence comes twice before all have come once. */
export type Scene = {
  readonly random: Random;
  readonly rules: Rules;
  readonly bound: Map<string, string>;
  readonly decks: Map<string, number[]>;
};

/** Lines of a text, for lists written one to a line. */
export function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Items of a text, for lists of short things with commas between. */
export function words(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}

export function sceneOf(random: Random, ...rules: readonly Rules[]): Scene {
  return { random, rules: Object.assign({}, ...rules), bound: new Map(), decks: new Map() };
}

/**
 * Fills the slots of a template. ‹dish› is the same throughout a scene, ‹dish.2› is a second one, ‹*dish› is new every time,
 * ‹+tip› does not repeat while others are left, ‹a|b› is either, ‹3-9› a number; ‹^dish› begins with a capital.
 */
export function tell(scene: Scene, template: string): string {
  if (!template.includes("‹")) return template;
  let out = "";
  let from = 0;
  for (let open = template.indexOf("‹"); open >= 0; open = template.indexOf("‹", from)) {
    const close = template.indexOf("›", open);
    if (close < 0) throw new SyntaxError(`A slot is not closed: ${template}`);
    out += template.slice(from, open) + fill(scene, template.slice(open + 1, close));
    from = close + 1;
  }
  return out + template.slice(from);
}

function fill(scene: Scene, slot: string): string {
  if (slot.startsWith("^")) return capital(fill(scene, slot.slice(1)));
  if (slot.includes("|")) return scene.random.pick(slot.split("|"));
  if (/^\d+-\d+$/.test(slot)) {
    const dash = slot.indexOf("-");
    return String(scene.random.whole(Number(slot.slice(0, dash)), Number(slot.slice(dash + 1))));
  }
  if (slot.startsWith("*")) return draw(scene, slot.slice(1));
  if (slot.startsWith("+")) return deal(scene, slot.slice(1));
  return bind(scene, slot);
}

function bind(scene: Scene, slot: string): string {
  const known = scene.bound.get(slot);
  if (known !== undefined) return known;
  const name = slot.split(".", 1)[0] ?? slot;
  let value = draw(scene, name);
  for (let tries = 0; tries < 4 && taken(scene, name, value); tries++) value = draw(scene, name);
  scene.bound.set(slot, value);
  return value;
}

/** ‹dish.2› should differ from ‹dish›. */
function taken(scene: Scene, name: string, value: string) {
  for (const [slot, used] of scene.bound) if (used === value && (slot === name || slot.startsWith(`${name}.`))) return true;
  return false;
}

function draw(scene: Scene, name: string): string {
  const rule = ruleOf(scene, name);
  return typeof rule === "function" ? rule(scene) : tell(scene, scene.random.favour(rule));
}

/** The next of a shuffled list. */
function deal(scene: Scene, name: string): string {
  const rule = ruleOf(scene, name);
  if (typeof rule === "function") return rule(scene);
  let deck = scene.decks.get(name);
  if (!deck?.length) scene.decks.set(name, (deck = scene.random.shuffled(rule.map((_item, i) => i))));
  return tell(scene, rule[deck.pop() ?? 0] ?? "");
}

function ruleOf({ rules }: Scene, name: string): Rule {
  const rule = rules[name];
  if (!rule || rule.length === 0) {
    if (typeof rule === "function") return rule;
    throw new RangeError(`No rule for ‹${name}›.`);
  }
  return rule;
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

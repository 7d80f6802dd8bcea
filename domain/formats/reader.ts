import { type Delivered, Unreadable } from "./delivered";
import type { Format, NormalisedConversation, NormalisedTurn } from "./schema";
import type { Branch } from "./tree";

/** One format that deliveries arrive in. A new format is a new file and its line in readers.ts. */
export type Reader = {
  readonly format: Format;
  /** Whether this record is laid out as the format lays out its records. */
  readonly recognises: (record: Delivered) => boolean;
  /** The record as a conversation. Throws Unreadable with what does not fit. */
  readonly read: (record: Delivered) => NormalisedConversation;
};

export type Said = NormalisedTurn & { readonly extras?: Delivered };
type Known = Partial<Omit<NormalisedConversation, "branches">> & { readonly branches?: readonly Branch<Said>[] };

/**
 * A conversation from its turns and whatever else was delivered with it. What a turn brought along is kept under `perTurn`, by its number;
 * what a turn of a branch brought along under `perBranch`, by the numbers of the branch and of the turn within it.
 */
export function conversation(turns: readonly Said[], rest: Delivered, { branches = [], ...known }: Known): NormalisedConversation {
  if (turns.length === 0) throw new Unreadable("no turns");
  const perTurn = extrasOf(turns);
  const perBranch = Object.fromEntries(branches.flatMap((branch, i) => named(i, extrasOf(branch.turns))));
  const metadata = { ...aside(rest), ...filled("perTurn", perTurn), ...filled("perBranch", perBranch) };
  return {
    sourceId: null,
    startedAt: turns.find(({ at }) => at)?.at ?? null,
    model: turns.find(({ model }) => model)?.model ?? null,
    language: null,
    turns: turns.map(spoken),
    branches: branches.map(({ after, turns: said }) => ({ after, turns: said.map(spoken) })),
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
    ...known,
  };
}

function spoken({ extras: _, ...turn }: Said): NormalisedTurn {
  return turn;
}

function extrasOf(turns: readonly Said[]): Delivered {
  return Object.fromEntries(turns.flatMap(({ extras = {} }, i) => named(i, extras)));
}

function named(index: number, content: Delivered): [string, Delivered][] {
  return Object.keys(content).length > 0 ? [[String(index + 1), content]] : [];
}

// A record may have fields of these names itself: they are kept beside, under a name that is not read as ours.
function aside(rest: Delivered): Delivered {
  if (!("perTurn" in rest || "perBranch" in rest)) return rest;
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key === "perTurn" || key === "perBranch" ? `delivered ${key}` : key, value]),
  );
}

function filled(key: string, content: Delivered): Delivered {
  return Object.keys(content).length > 0 ? { [key]: content } : {};
}

/** An object without some of its keys. Keys such as __proto__ stay what they are: keys. */
export function without(record: Delivered, ...keys: readonly string[]): Delivered {
  const left = Object.keys(record).filter((key) => !keys.includes(key));
  return Object.fromEntries(left.map((key) => [key, record[key]]));
}

export function isObject(value: unknown): value is Delivered {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An identifier as text, whether it was written as a string or a number. */
export function identifier(...candidates: readonly unknown[]): string | null {
  const found = candidates.find((one) => (typeof one === "string" && one !== "") || typeof one === "number");
  return found === undefined ? null : String(found);
}

/** A name (of a model) if it can be one: a short string. Anything longer stays in the metadata. */
export function shortName(...candidates: readonly unknown[]): string | null {
  return candidates.find((one): one is string => typeof one === "string" && one.trim() !== "" && one.length <= 200) ?? null;
}

/** A language tag, `en` or `pt-BR`, in one spelling; null for what is none. */
export function languageTag(value: unknown): string | null {
  if (typeof value !== "string" || !/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})?$/.test(value)) return null;
  const [language = "", region] = value.split(/[-_]/);
  return region ? `${language.toLowerCase()}-${region.length === 2 ? region.toUpperCase() : region}` : language.toLowerCase();
}

const zoneless = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const zoned = /^\d{4}-\d\d-\d\d([ T].*(Z|UTC|GMT|[+-]\d\d:?\d\d))?$/;

let tags: ReadonlyMap<string, string> | undefined;

/** The tag of a language that is written out in English, as `Chinese`; a tag stays one. Null for what is neither. */
export function languageNamed(value: unknown): string | null {
  if (typeof value !== "string") return null;
  tags ??= namesOfLanguages();
  return tags.get(value.toLowerCase()) ?? languageTag(value);
}

function namesOfLanguages(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const known = letters
    .flatMap((first) => letters.map((second) => first + second))
    .map((tag) => [names.of(tag)?.toLowerCase() ?? "", tag] as const);
  // Several tags have one name ("in" and "id"): the canonical one is what others are resolved to.
  return new Map(known.filter(([name]) => name !== "").map(([name, tag]) => [name, Intl.getCanonicalLocales(tag)[0] ?? tag]));
}

/**
 * A moment as ISO 8601 in UTC, from seconds or milliseconds since 1970 as number or string, or from a date as text; one without a
 * zone is taken as UTC. Null for what is no moment between 1990 and 2100: it stays in the metadata as delivered.
 */
export function moment(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const digits = typeof value === "string" && /^\d{9,13}(\.\d+)?$/.test(value) ? Number(value) : value;
  const time =
    typeof digits === "number" ? (digits > 1e11 ? digits : digits * 1000) : typeof digits === "string" ? parseDate(digits) : Number.NaN;
  const inRange = time >= Date.UTC(1990, 0, 1) && time < Date.UTC(2100, 0, 1);
  return inRange ? new Date(time).toISOString() : null;
}

function parseDate(text: string): number {
  if (zoneless.test(text)) return Date.parse(`${text.replace(" ", "T")}Z`);
  if (!zoned.test(text)) return Number.NaN;
  return Date.parse(text.endsWith("UTC") ? text.replace(/ ?UTC$/, "Z") : text);
}

const roles: Readonly<Record<string, NormalisedTurn["role"]>> = {
  user: "prompt",
  human: "prompt",
  prompter: "prompt",
  prompt: "prompt",
  assistant: "output",
  gpt: "output",
  model: "output",
  ai: "output",
  bot: "output",
  chatgpt: "output",
  bing: "output",
  bard: "output",
  output: "output",
  system: "system",
  developer: "system",
  tool: "tool",
  function: "tool",
  function_call: "tool",
  function_response: "tool",
  observation: "tool",
};

/** Whether the product's own word says all that the delivered one did, among those that a format knows: what else was written is kept. */
export function saysAll(value: unknown, ...usual: readonly string[]): boolean {
  return typeof value === "string" && usual.includes(value);
}

/** The product's own word for who spoke. */
export function roleOf(value: unknown, turn: number): NormalisedTurn["role"] {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
  if (role) return role;
  throw new Unreadable(`unknown role: turn ${turn}${/^[\w.-]{1,30}$/.test(name) ? ` was said by ${name}` : ""}`);
}

/** Text of a content that may be a string, missing, or a list of parts; what is not text leaves a mark that says so. */
export function textOf(content: unknown, turn: number): string {
  if (typeof content === "string") return content;
  if (content === null || content === undefined) return "";
  if (Array.isArray(content))
    return content
      .map((part) => partText(part, turn))
      .filter((text) => text !== "")
      .join("\n\n");
  if (isObject(content)) return partText(content, turn);
  throw new Unreadable(`content is neither text nor a list of parts: turn ${turn}`);
}

function partText(part: unknown, turn: number): string {
  if (typeof part === "string") return part;
  if (!isObject(part)) throw new Unreadable(`content is neither text nor a list of parts: turn ${turn}`);
  if (typeof part.text === "string") return part.text;
  if (typeof part.content === "string") return part.content;
  const kind = part.content_type ?? part.type;
  return mark(typeof kind === "string" ? kind : "part");
}

/** How a mark ends. */
export const notText = ": not text, see what was delivered]";

/** What stands in the place of something delivered that is not text. */
export function mark(kind: string): string {
  const what = /image/.test(kind)
    ? "image"
    : /audio/.test(kind)
      ? "audio"
      : /video/.test(kind)
        ? "video"
        : /^[\w.-]{1,40}$/.test(kind)
          ? kind.replaceAll("_", " ")
          : "part";
  return `[${what}${notText}`;
}

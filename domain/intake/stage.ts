import { hash } from "node:crypto";
import { bitsOf, type Flag } from "@/domain/conversations/flags";
import type { NormalisedConversation, NormalisedTurn, Place } from "@/domain/formats/schema";
import { alikeness, MARK } from "./alike";
import type { Rows } from "./rows";

/** A part closes at 64 turns or at about 128 KB of text, so that opening a window of turns never reads much more than it shows. */
const PART_TURNS = 64;
const PART_CHARACTERS = 128 * 1024;
/** A turn beyond this could hold more distinct words than one entry of the word index takes (1 MB); it is searched by its text alone. */
const INDEXABLE_CHARACTERS = 256 * 1024;

type Part = {
  readonly part: number;
  readonly firstTurn: number;
  readonly kind: 0 | 1 | 2;
  readonly turns: readonly NormalisedTurn[];
};

/** Cuts a conversation into parts: nearly always one. Every turn is in exactly one part, in order. */
function partsOf(turns: readonly NormalisedTurn[]): Part[] {
  const length = turns.reduce((sum, { text }) => sum + text.length, 0);
  if (turns.length <= PART_TURNS && length <= PART_CHARACTERS) return [{ part: 0, firstTurn: 1, kind: 0, turns }];
  const groups: NormalisedTurn[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const turn of turns) {
    const last = groups.at(-1);
    if (!last || last.length >= PART_TURNS || characters + turn.text.length > PART_CHARACTERS) {
      groups.push([turn]);
      characters = turn.text.length;
    } else {
      last.push(turn);
      characters += turn.text.length;
    }
  }
  let firstTurn = 1;
  return groups.map((group, part) => {
    const tooLarge = group.some((turn) => turn.text.length > INDEXABLE_CHARACTERS);
    const made = { part, firstTurn, kind: tooLarge ? 2 : groups.length > 1 ? 1 : 0, turns: group } as const;
    firstTurn += group.length;
    return made;
  });
}

/** SHA-256 over roles and texts: equal for conversations in which the same was said in the same order. */
function contentHash(turns: readonly NormalisedTurn[]): Buffer {
  let said = "";
  for (const { role, text } of turns) said += `${role}\u0000${text}\u0000`;
  return hash("sha256", said, "buffer");
}

/** The same of turns as a reader delivers them. */
export function contentHashOf(turns: readonly NormalisedTurn[]): Buffer {
  return contentHash(turns.map((turn) => ({ ...turn, text: storable(turn.text) })));
}

/** Faults that are noted, not rejected: real deliveries have them all. */
export function flagsOf(
  { turns, branches }: { readonly turns: readonly NormalisedTurn[]; readonly branches: readonly unknown[] },
  charactersReplaced: boolean,
): number {
  const spoken = turns.filter(({ role }) => role === "prompt" || role === "output");
  const missing = spoken.some(({ role }, i) => role === "prompt" && spoken[i + 1]?.role !== "output");
  const disorder = spoken.some(({ role }, i) => role === (i === 0 ? "output" : spoken[i - 1]?.role));
  const empty = turns.some(({ text }) => text.trim() === "");
  const noted: Flag[] = [];
  if (missing) noted.push("output_missing");
  if (disorder) noted.push("roles_out_of_order");
  if (empty) noted.push("empty_turn");
  if (charactersReplaced) noted.push("characters_replaced");
  if (branches.length > 0) noted.push("has_branches");
  return bitsOf(noted);
}

/**
 * PostgreSQL's text knows no U+0000, and UTF-8 no lone surrogate: the first is shown as U+2400, the second as U+FFFD, and the
 * conversation says so. The bytes as delivered stay provable by place and hash.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\u2400");
}

export const stagedColumns =
  "delivery_id, ordinal, part, started_at, model, language, turn_total, words, parts, flags, sha256, line, byte_offset, byte_length, source_sha256, source_id, metadata, branches, first_turn, turn_count, kind, sketch, marks, turns";

/** How rows of `stage` are taken in. */
export const copyStagedSql = `COPY record.staged (${stagedColumns}) FROM STDIN (FORMAT binary)`;
const COLUMNS = stagedColumns.split(", ").length;
/** Of a part that is not the first: what describes the conversation stands in the first alone. */
const DESCRIBING = stagedColumns.split(", ").indexOf("first_turn") - 3;

/** What the intake report counts of a conversation. */
export type Staged = { readonly words: number; readonly charactersReplaced: boolean };

/** Writes the rows that stage one conversation, one per part, in the order of `stagedColumns`. */
export function stage(rows: Rows, deliveryId: number, ordinal: number, conversation: NormalisedConversation, place: Place): Staged {
  const noted: Noted = { replaced: false };
  const { turns, serial } = storableTurns(conversation.turns, noted);
  const model = nullable(conversation.model, noted);
  const language = nullable(conversation.language, noted);
  const sourceId = nullable(conversation.sourceId, noted);
  const metadata = json(conversation.metadata, noted);
  const branches = json(conversation.branches.length ? conversation.branches : null, noted);
  const parts = partsOf(turns);
  const { sketch, marks, words } = alikeness(turns);
  for (const { part, firstTurn, kind, turns: said } of parts) {
    rows.begin(COLUMNS);
    rows.int4(deliveryId);
    rows.int4(ordinal);
    rows.int2(part);
    if (part > 0) rows.none(DESCRIBING);
    else {
      rows.moment(conversation.startedAt);
      rows.text(model);
      rows.text(language);
      rows.int4(turns.length);
      rows.int4(words);
      rows.int2(parts.length);
      rows.int4(flagsOf({ turns, branches: conversation.branches }, noted.replaced));
      rows.bytea(contentHash(turns));
      rows.int4(place.line);
      rows.int8(place.byteOffset);
      rows.int4(place.byteLength);
      rows.bytea(place.sha256);
      rows.text(sourceId);
      rows.jsonb(metadata);
      rows.jsonb(branches);
    }
    rows.int4(firstTurn);
    rows.int4(said.length);
    rows.int2(kind);
    if (part === 0 && sketch) rows.bytea(sketch);
    else rows.none();
    rows.bytea(marks.subarray((firstTurn - 1) * MARK, (firstTurn - 1 + said.length) * MARK));
    rows.jsonb(parts.length === 1 ? serial : JSON.stringify(said));
  }
  return { words, charactersReplaced: noted.replaced };
}

/** Whether a sign of a conversation had to be replaced so that it can be kept. */
type Noted = { replaced: boolean };

function clean(text: string, noted: Noted): string {
  const safe = storable(text);
  if (safe !== text) noted.replaced = true;
  return safe;
}

/** The turns as they can be kept, and as JSON: where something cannot be kept, that shows in the JSON, so that nearly no text is looked through twice. */
function storableTurns(turns: readonly NormalisedTurn[], noted: Noted) {
  const serial = JSON.stringify(turns);
  if (!mayNotBeKept(serial)) return { turns, serial };
  const kept = turns.map((turn) => ({ ...turn, text: clean(turn.text, noted), ...(turn.model && { model: clean(turn.model, noted) }) }));
  return { turns: kept, serial: JSON.stringify(kept) };
}

function nullable(text: string | null, noted: Noted) {
  return text === null ? null : clean(text, noted);
}

// U+0000 and halves of pairs as JSON writes them. (A backslash before it, and it is text: then it is looked at once more for nothing.)
const cannotBeKept = /\\u0000|\\ud[89a-f]/;

// Nearly no text has any such sign, and to look for that alone takes half the time.
function mayNotBeKept(serial: string): boolean {
  return serial.includes("\\u") && cannotBeKept.test(serial);
}

// jsonb takes neither U+0000 nor a lone surrogate, in keys or in values. Both are rare, and stand out in the serialised text.
function json(value: unknown, noted: Noted): string | null {
  if (value === null) return null;
  const text = JSON.stringify(value);
  return mayNotBeKept(text) ? JSON.stringify(cleaned(value, noted)) : text;
}

function cleaned(value: unknown, noted: Noted): unknown {
  if (typeof value === "string") return clean(value, noted);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, noted));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key, noted), cleaned(item, noted)]));
}

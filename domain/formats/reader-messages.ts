import { type Delivered, Unreadable } from "./delivered";
import {
  conversation,
  identifier,
  isObject,
  languageTag,
  moment,
  type Reader,
  roleOf,
  type Said,
  saysAll,
  shortName,
  textOf,
  without,
} from "./reader";

const listKeys = ["messages", "turns", "conversation"] as const;

/** A list of {role, content}: what most interfaces and public collections use, under one of three names. */
export const messages: Reader = {
  format: "messages",
  recognises: (record) => {
    const [first] = listOf(record)?.list ?? [];
    return isObject(first) && "role" in first && ("content" in first || "text" in first || "tool_calls" in first);
  },
  read: (record) => {
    const found = listOf(record);
    if (!found) throw new Unreadable("no list of messages");
    const startedAt = moment(record.timestamp ?? record.created_at ?? record.create_time);
    const model = shortName(record.model);
    const language = languageTag(record.language ?? record.lang);
    const sourceId = identifier(record.id, record.conversation_id, record.conversation_hash);
    return conversation(saidIn(found.list), without(record, found.key, ...kept(record, { id: sourceId, model, language })), {
      sourceId,
      language,
      ...(startedAt && { startedAt }),
      ...(model && { model }),
    });
  },
};

/** The turns of a list of messages, each with what it brought along. */
export function saidIn(list: readonly unknown[]): Said[] {
  return list.map((message, i) => turnOf(message, i + 1));
}

/** The keys of a record whose values the product keeps in places of their own, exactly as delivered: only those leave the metadata. */
export function kept(record: Delivered, places: Readonly<Record<string, string | null>>): string[] {
  return Object.keys(places).filter((key) => {
    const [value, delivered] = [places[key], record[key]];
    return value !== null && (delivered === value || (typeof delivered === "number" && String(delivered) === value));
  });
}

function listOf(record: Delivered): { key: string; list: readonly unknown[] } | null {
  for (const key of listKeys) {
    const list = record[key];
    if (Array.isArray(list)) return { key, list };
  }
  return null;
}

function turnOf(message: unknown, turn: number): Said {
  if (!isObject(message)) throw new Unreadable(`a message is not an object: turn ${turn}`);
  const at = moment(message.timestamp ?? message.created_at ?? message.create_time ?? message.created);
  const model = shortName(message.model);
  const key = message.content === undefined || message.content === null ? "text" : "content";
  const content = message[key];
  const calls = message.tool_calls ?? message.function_call;
  // A model that only called a tool said nothing in words; the call itself is what there is to read.
  const text = (content === null || content === undefined) && calls ? JSON.stringify(calls) : textOf(content, turn);
  const extras = without(
    message,
    ...(saysAll(message.role, "user", "assistant", "system", "tool") ? ["role"] : []),
    ...(typeof content === "string" ? [key] : []),
    ...(message.content === null ? ["content"] : []),
    ...(model === message.model ? ["model"] : []),
  );
  return { role: roleOf(message.role, turn), text, ...(at && { at }), ...(model && { model }), extras };
}

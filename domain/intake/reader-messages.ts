import { conversation, identifier, isObject, languageTag, moment, type Reader, roleOf, shortName, textOf, without } from "./reader";
import { type Delivered, Unreadable } from "./record";

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
    const turns = found.list.map((message, i) => turnOf(message, i + 1));
    return conversation(turns, without(record, found.key, ...consumed(record)), {
      sourceId: identifier(record.id, record.conversation_id, record.conversation_hash),
      language: languageTag(record.language ?? record.lang),
      ...(moment(record.timestamp ?? record.created_at ?? record.create_time) && {
        startedAt: moment(record.timestamp ?? record.created_at ?? record.create_time),
      }),
      ...(shortName(record.model) && { model: shortName(record.model) }),
    });
  },
};

function listOf(record: Delivered): { key: string; list: readonly unknown[] } | null {
  for (const key of listKeys) {
    const list = record[key];
    if (Array.isArray(list)) return { key, list };
  }
  return null;
}

// Only what the product keeps in a place of its own leaves the metadata.
function consumed(record: Delivered): string[] {
  return ["id", ...(shortName(record.model) ? ["model"] : []), ...(languageTag(record.language) ? ["language"] : [])];
}

function turnOf(message: unknown, turn: number) {
  if (!isObject(message)) throw new Unreadable(`a message is not an object: turn ${turn}`);
  const at = moment(message.timestamp ?? message.created_at ?? message.create_time ?? message.created);
  const model = shortName(message.model);
  const content = message.content ?? message.text;
  const calls = message.tool_calls ?? message.function_call;
  // A model that only called a tool said nothing in words; the call itself is what there is to read.
  const text = (content === null || content === undefined) && calls ? JSON.stringify(calls) : textOf(content, turn);
  const plain = typeof content === "string" || content === null || content === undefined;
  const extras = without(
    message,
    "role",
    ...(plain ? ["content", ...(typeof message.content === "string" ? [] : ["text"])] : []),
    ...(model ? ["model"] : []),
  );
  return { role: roleOf(message.role, turn), text, ...(at && { at }), ...(model && { model }), extras };
}

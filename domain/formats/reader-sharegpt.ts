import { Unreadable } from "./delivered";
import { conversation, identifier, isObject, languageTag, mark, moment, type Reader, roleOf, saysAll, shortName, without } from "./reader";
import { kept } from "./reader-messages";

/** {conversations: [{from, value}]}. Calls of tools and what they answered are turns of the tool. */
export const sharegpt: Reader = {
  format: "sharegpt",
  recognises: ({ conversations }) => Array.isArray(conversations) && isObject(conversations[0]) && "from" in conversations[0],
  read: (record) => {
    if (!Array.isArray(record.conversations)) throw new Unreadable("no list of conversations");
    const model = shortName(record.model);
    const opening = typeof record.system === "string" && record.system !== "" ? [{ role: "system" as const, text: record.system }] : [];
    const turns = record.conversations.map((message: unknown, i) => turnOf(message, i + 1));
    return conversation(
      [...opening, ...turns],
      without(
        record,
        "conversations",
        ...kept(record, { id: identifier(record.id) }),
        ...(opening.length ? ["system"] : []),
        ...(model ? ["model"] : []),
      ),
      {
        sourceId: identifier(record.id),
        language: languageTag(record.language ?? record.lang),
        startedAt: moment(record.timestamp ?? record.created_at),
        ...(model && { model }),
      },
    );
  },
};

function turnOf(message: unknown, turn: number) {
  if (!isObject(message)) throw new Unreadable(`a message is not an object: turn ${turn}`);
  const { value } = message;
  const text =
    typeof value === "string"
      ? value
      : value === null || value === undefined
        ? ""
        : isObject(value) || Array.isArray(value)
          ? JSON.stringify(value)
          : mark(typeof value);
  const extras = without(
    message,
    ...(saysAll(message.from, "human", "gpt", "system") ? ["from"] : []),
    ...(typeof value === "string" ? ["value"] : []),
  );
  return { role: roleOf(message.from, turn), text, extras };
}

import { Unreadable } from "./delivered";
import { conversation, identifier, isObject, languageNamed, moment, type Reader, shortName, without } from "./reader";
import { kept, saidIn } from "./reader-messages";

/**
 * A row of WildChat: messages with the country, the hashed address and the browser of whoever wrote, and verdicts of two moderators.
 * All of that is delivered metadata. The moment of an output is its own; a prompt has none.
 */
export const wildchat: Reader = {
  format: "wildchat",
  recognises: ({ conversation: list, ...record }) =>
    Array.isArray(list) &&
    isObject(list[0]) &&
    "role" in list[0] &&
    ("conversation_hash" in record || "turn_identifier" in list[0] || "hashed_ip" in list[0]),
  read: (record) => {
    if (!Array.isArray(record.conversation)) throw new Unreadable("no list of messages");
    const sourceId = identifier(record.conversation_hash, record.conversation_id);
    const model = shortName(record.model);
    const language = languageNamed(record.language);
    const startedAt = moment(record.timestamp);
    const turns = saidIn(record.conversation);
    return conversation(turns, without(record, "conversation", ...kept(record, { conversation_hash: sourceId, model, language })), {
      sourceId,
      model: model ?? turns.find((turn) => turn.model)?.model ?? null,
      language,
      // The row's own moment is that of its last output: the first message that has one began the conversation.
      startedAt: turns.find(({ at }) => at)?.at ?? startedAt,
    });
  },
};

import { Unreadable } from "./delivered";
import { conversation, identifier, isObject, languageNamed, moment, type Reader, shortName, without } from "./reader";
import { kept, saidIn } from "./reader-messages";

/** A row of LMSYS-Chat: messages, one model, a moderator's verdict on each message; dates were taken out before it was published. */
export const lmsys: Reader = {
  format: "lmsys",
  recognises: ({ conversation: list, ...record }) =>
    Array.isArray(list) &&
    isObject(list[0]) &&
    "role" in list[0] &&
    "conversation_id" in record &&
    ("turn" in record || "openai_moderation" in record),
  read: (record) => {
    if (!Array.isArray(record.conversation)) throw new Unreadable("no list of messages");
    const sourceId = identifier(record.conversation_id);
    const model = shortName(record.model);
    const language = languageNamed(record.language);
    const startedAt = moment(record.tstamp);
    return conversation(
      saidIn(record.conversation),
      without(record, "conversation", ...kept(record, { conversation_id: sourceId, model, language })),
      {
        sourceId,
        language,
        ...(startedAt && { startedAt }),
        ...(model && { model }),
      },
    );
  },
};

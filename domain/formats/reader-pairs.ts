import { type Delivered, Unreadable } from "./delivered";
import { conversation, identifier, languageTag, moment, type Reader, shortName, without } from "./reader";
import { kept, messages } from "./reader-messages";
import { outputKeys, promptKeys } from "./table";

/** One prompt with its output, under the names in use; also a dialogue of two turns. An output that is missing stays missing. */
export const pairs: Reader = {
  format: "pairs",
  recognises: (record) => promptKeys.some((key) => typeof record[key] === "string"),
  read: (record) => (messages.recognises(record) ? dialogue(record) : pair(record)),
};

function pair(record: Delivered) {
  const promptKey = promptKeys.find((key) => typeof record[key] === "string");
  if (!promptKey) throw new Unreadable("no prompt");
  const outputKey = outputKeys.find((key) => typeof record[key] === "string") ?? outputKeys.find((key) => key in record);
  const output = outputKey ? record[outputKey] : undefined;
  if (output !== undefined && output !== null && typeof output !== "string") throw new Unreadable("the output is not text");
  const input = promptKey === "instruction" && typeof record.input === "string" && record.input !== "" ? record.input : null;
  const model = shortName(record.model, record.generator, record.model_name);
  const turns = [
    ...earlier(record.history),
    { role: "prompt" as const, text: input === null ? String(record[promptKey]) : `${String(record[promptKey])}\n\n${input}` },
    ...(typeof output === "string" ? [{ role: "output" as const, text: output, ...(model && { model }) }] : []),
  ];
  const used = [
    promptKey,
    ...kept(record, { id: identifier(record.id) }),
    ...(outputKey ? [outputKey] : []),
    ...(input === null ? [] : ["input"]),
    ...(record.model === model ? ["model"] : []),
  ];
  return conversation(turns, without(record, ...used), {
    sourceId: identifier(record.id, record.conversation_hash, record.question_id),
    language: languageTag(record.language ?? record.lang),
    startedAt: moment(record.timestamp ?? record.created_at),
    model,
  });
}

// Alpaca's history: [[prompt, output], …]. It stays in the metadata as delivered, too.
function earlier(history: unknown) {
  if (!Array.isArray(history)) return [];
  return history.flatMap((said: unknown) => {
    const [prompt, output] = Array.isArray(said) ? (said as unknown[]) : [];
    if (typeof prompt !== "string" || typeof output !== "string") throw new Unreadable("the history is not a list of pairs");
    return [
      { role: "prompt" as const, text: prompt },
      { role: "output" as const, text: output },
    ];
  });
}

function dialogue(record: Delivered) {
  const read = messages.read(record);
  const spoken = read.turns.filter(({ role }) => role === "prompt" || role === "output").length;
  if (spoken > 2) throw new Unreadable(`more than a pair: ${spoken} turns`);
  return read;
}

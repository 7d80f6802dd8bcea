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
  without,
} from "./reader";
import { type Fork, pathsOf } from "./tree";

/** A tree of messages, each with its replies. The record is the path of the best-ranked replies; every other path is a branch. */
export const oasst: Reader = {
  format: "oasst",
  recognises: ({ prompt }) => isObject(prompt) && "text" in prompt && "role" in prompt,
  read: (record) => {
    const { prompt } = record;
    if (!isObject(prompt)) throw new Unreadable("no prompt at the root of the tree");
    const { path, branches } = pathsOf(prompt, repliesOf, (message, depth) => turnOf(message, depth));
    return conversation(path, without(record, "prompt"), {
      sourceId: identifier(record.message_tree_id, prompt.message_id),
      language: languageTag(prompt.lang),
      branches,
    });
  },
};

// Best first; a reply without a rank after those that have one, in the order delivered. Sorting is stable.
function repliesOf(message: Delivered): Fork<Delivered> {
  const { replies } = message;
  if (replies === undefined || replies === null) return { lead: null, others: [] };
  if (!Array.isArray(replies) || !replies.every(isObject)) throw new Unreadable("replies are not a list of messages");
  const rank = (reply: Delivered) =>
    (typeof reply.rank === "number" ? reply.rank : Number.MAX_SAFE_INTEGER) + (reply.deleted === true ? 1e15 : 0);
  const [lead = null, ...others] = [...(replies as Delivered[])].sort((a, b) => rank(a) - rank(b));
  return { lead, others };
}

function turnOf(message: Delivered, turn: number): Said {
  if (typeof message.text !== "string") throw new Unreadable(`content is neither text nor a list of parts: turn ${turn}`);
  const at = moment(message.created_date);
  const role = roleOf(message.role, turn);
  const model = role === "output" ? shortName(message.model_name) : null;
  const extras = without(message, "text", "replies", ...(saysAll(message.role, "prompter", "assistant") ? ["role"] : []));
  return { role, text: message.text, ...(at && { at }), ...(model && { model }), extras };
}

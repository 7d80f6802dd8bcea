import { type Delivered, Unreadable } from "./delivered";
import {
  conversation,
  identifier,
  isObject,
  mark,
  moment,
  type Reader,
  roleOf,
  type Said,
  saysAll,
  shortName,
  textOf,
  without,
} from "./reader";
import { kept } from "./reader-messages";
import { type Branch, type Fork, pathsOf, refuseCircles } from "./tree";

type Message = { readonly value: Delivered; readonly place: number };

/**
 * An exported account's conversation: messages, each with the message it follows. The record is the path that ends at the message the
 * export names, or at the last one; edits and new attempts are branches. What a model thought, asked of a tool and was told by it, and
 * what a person attached, are turns of the tool: only what was said by one to the other is a prompt or an output.
 */
export const claude: Reader = {
  format: "claude",
  recognises: ({ chat_messages: list }) => Array.isArray(list) && (list.length === 0 || (isObject(list[0]) && "sender" in list[0])),
  read: (record) => {
    if (!Array.isArray(record.chat_messages)) throw new Unreadable("no list of messages");
    const messages = record.chat_messages.map((value: unknown, i) => {
      if (!isObject(value)) throw new Unreadable(`a message is not an object: message ${i + 1}`);
      return { value, place: i + 1 };
    });
    const { path, branches } = pathsOf<Message | null, Said[]>(
      null,
      treeOf(messages, record.current_leaf_message_uuid),
      (message) => message && turnsOf(message),
    );
    const sourceId = identifier(record.uuid);
    const model = shortName(record.model);
    return conversation(path.flat(), without(record, "chat_messages", ...kept(record, { uuid: sourceId, model })), {
      sourceId,
      startedAt: moment(record.created_at) ?? path.flat().find(({ at }) => at)?.at ?? null,
      ...(model && { model }),
      branches: branches.map((branch) => inTurns(branch, path)),
    });
  },
};

// A message may have become several turns: where a branch leaves the path is counted in turns, as everywhere.
function inTurns({ after, turns }: Branch<Said[]>, path: readonly Said[][]): Branch<Said> {
  return { after: path.slice(0, after).reduce((sum, said) => sum + said.length, 0), turns: turns.flat() };
}

/** What follows each message; null stands above all. Without parents, or with one that is not there, a message follows the one before. */
function treeOf(messages: readonly Message[], leaf: unknown): (message: Message | null) => Fork<Message> {
  const byId = new Map(
    messages.flatMap((message) => (typeof message.value.uuid === "string" ? [[message.value.uuid, message] as const] : [])),
  );
  const parents = new Map<Message, Message | null>();
  const children = new Map<Message | null, Message[]>();
  const linked = messages.some(({ value }) => typeof value.parent_message_uuid === "string" && byId.has(value.parent_message_uuid));
  for (const [i, message] of messages.entries()) {
    const named = message.value.parent_message_uuid;
    const parent = linked ? (typeof named === "string" && byId.get(named)) || null : (messages[i - 1] ?? null);
    parents.set(message, parent);
    const siblings = children.get(parent);
    if (siblings) siblings.push(message);
    else children.set(parent, [message]);
  }
  refuseCircles(messages.length, children.get(null) ?? [], (message) => children.get(message) ?? []);
  const leading = new Set<Message>();
  const last = (typeof leaf === "string" && byId.get(leaf)) || messages.at(-1);
  for (let at: Message | null | undefined = last; at; at = parents.get(at)) leading.add(at);
  return (message) => {
    const below = children.get(message) ?? [];
    const lead = below.find((child) => leading.has(child)) ?? null;
    return { lead, others: below.filter((child) => child !== lead) };
  };
}

/** The turns of one message, in order: never none. What the message brought along stands with the turn of its own words. */
function turnsOf({ value: message, place }: Message): Said[] {
  const at = moment(message.created_at);
  const role = roleOf(message.sender, place);
  const content = Array.isArray(message.content) ? (message.content as unknown[]) : [];
  const pieces = groupsOf(content, place);
  const joined = pieces.filter((piece) => piece.role === null).map(({ text }) => text);
  const text = typeof message.text === "string" ? message.text : "";
  // Older exports have no content; where both are there and differ, the text stands in the metadata as delivered.
  if (joined.length === 0 && (text !== "" || pieces.length === 0)) pieces.push({ role: null, text, extras: {} });
  const same = joined.length > 0 ? joined.join("\n\n") === text || joined.join("") === text : true;
  const attached = attachedTo(message);
  const rest = without(
    message,
    ...(saysAll(message.sender, "human", "assistant") ? ["sender"] : []),
    ...(same && typeof message.text === "string" ? ["text"] : []),
    ...(Array.isArray(message.content) ? ["content"] : []),
    ...(Array.isArray(message.attachments) ? ["attachments"] : []),
  );
  const said = [...pieces, ...attached].map(
    (piece): Said => ({ role: piece.role ?? role, text: piece.text, ...(at && { at }), extras: piece.extras }),
  );
  const own = Math.max(
    0,
    pieces.findIndex((piece) => piece.role === null),
  );
  return said.map((turn, i) => (i === own ? { ...turn, extras: { ...rest, ...turn.extras } } : turn));
}

/** `role` null: said by the message's sender. */
type Piece = { readonly role: "tool" | null; readonly text: string; readonly extras: Delivered };

// Texts that stand side by side are one turn; their citations and moments stay with it.
function groupsOf(content: readonly unknown[], place: number): Piece[] {
  const pieces: Piece[] = [];
  let run: { text: string[]; parts: Delivered[] } | null = null;
  const close = () => {
    if (run) pieces.push({ role: null, text: run.text.join("\n\n"), extras: run.parts.length > 0 ? { content: run.parts } : {} });
    run = null;
  };
  for (const part of content) {
    if (isObject(part) && part.type === "text" && typeof part.text === "string") {
      run ??= { text: [], parts: [] };
      run.text.push(part.text);
      const rest = without(part, "type", "text");
      if (Object.keys(rest).length > 0) run.parts.push(rest);
    } else {
      close();
      const thought = isObject(part) && part.type === "thinking" && typeof part.thinking === "string";
      pieces.push({ role: "tool", text: toolText(part, place), extras: { content: thought ? without(part, "thinking") : part } });
    }
  }
  close();
  return pieces;
}

function toolText(part: unknown, place: number): string {
  if (!isObject(part)) return textOf(part, place);
  if (part.type === "thinking") return typeof part.thinking === "string" ? part.thinking : "";
  if (part.type === "tool_use") return `${typeof part.name === "string" ? `${part.name} ` : ""}${JSON.stringify(part.input ?? null)}`;
  if (part.type === "tool_result" && part.content !== undefined) return textOf(part.content, place);
  return mark(typeof part.type === "string" ? part.type : "part");
}

// The text of an attachment is a turn, so that it is read and found; what is known of it stands with that turn.
function attachedTo({ attachments, files }: Delivered): Piece[] {
  const listed = (list: unknown) => (Array.isArray(list) ? (list as unknown[]) : []);
  return [
    ...listed(attachments).map((attachment) => {
      const known = isObject(attachment) ? attachment : {};
      const { extracted_content: text, file_type: type } = known;
      return typeof text === "string" && text !== ""
        ? { role: "tool" as const, text, extras: { attachment: without(known, "extracted_content") } }
        : { role: "tool" as const, text: mark(typeof type === "string" ? type : "attachment"), extras: { attachment } };
    }),
    ...listed(files).map(() => ({ role: "tool" as const, text: mark("file"), extras: {} })),
  ];
}

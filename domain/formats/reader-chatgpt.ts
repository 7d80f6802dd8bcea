import { type Delivered, Unreadable } from "./delivered";
import { conversation, identifier, isObject, mark, moment, type Reader, roleOf, type Said, shortName, textOf, without } from "./reader";
import { type Fork, pathsOf, refuseCircles } from "./tree";

type Node = { readonly id: string; readonly value: Delivered };

/** An exported account's conversation: a tree of nodes. The record is the path that ends at current_node; edits and regenerations are branches. */
export const chatgpt: Reader = {
  format: "chatgpt",
  recognises: ({ mapping }) => isObject(mapping),
  read: (record) => {
    const { mapping } = record;
    if (!isObject(mapping)) throw new Unreadable("no mapping of nodes");
    const tree = treeOf(mapping, record.current_node);
    const silent: Record<string, unknown> = {};
    const { path, branches } = pathsOf<Node | null, Said>(null, tree, (node, turn) => {
      const said = node && turnOf(node, turn);
      if (node && !said) Object.defineProperty(silent, node.id, { value: node.value, enumerable: true });
      return said;
    });
    const model = shortName(path.find(({ model }) => model)?.model, record.default_model_slug);
    // Nodes in which nobody said anything connect the others; they are kept as delivered.
    const rest = { ...without(record, "mapping"), ...(Object.keys(silent).length > 0 && { silentNodes: silent }) };
    return conversation(path, rest, {
      sourceId: identifier(record.conversation_id, record.id),
      startedAt: moment(record.create_time) ?? path.find(({ at }) => at)?.at ?? null,
      model,
      branches,
    });
  },
};

/** What follows each node: the child that leads to current_node, and the others; null stands above all roots. */
function treeOf(mapping: Delivered, current: unknown): (node: Node | null) => Fork<Node> {
  const nodes = new Map<string, Node>();
  for (const [id, value] of Object.entries(mapping)) {
    if (!isObject(value)) throw new Unreadable("a node of the tree is not an object");
    nodes.set(id, { id, value });
  }
  const children = new Map<string | null, Node[]>();
  const parentOf = ({ value }: Node) => (typeof value.parent === "string" && nodes.has(value.parent) ? value.parent : null);
  for (const node of nodes.values()) {
    const siblings = children.get(parentOf(node));
    if (siblings) siblings.push(node);
    else children.set(parentOf(node), [node]);
  }
  const leading = new Set<string>();
  let at = typeof current === "string" ? nodes.get(current) : undefined;
  // Without a current node the newest child leads: an export shows the last regeneration.
  if (!at)
    for (let last = children.get(null)?.at(-1); last && !leading.has(last.id); last = children.get(last.id)?.at(-1)) leading.add(last.id);
  for (; at; at = nodes.get(parentOf(at) ?? "")) {
    if (leading.has(at.id)) throw new Unreadable("the tree of nodes runs in a circle");
    leading.add(at.id);
  }
  refuseCircles(nodes.size, children.get(null) ?? [], ({ id }) => children.get(id) ?? []);
  return (node) => {
    const below = children.get(node?.id ?? null) ?? [];
    // The path ends at the current node, although replies to it may exist: they come as branches after it.
    const lead = below.find(({ id }) => leading.has(id)) ?? null;
    return { lead, others: below.filter((child) => child !== lead) };
  };
}

function turnOf({ id, value: node }: Node, turn: number): Said | null {
  const { message } = node;
  if (!isObject(message)) return null;
  const { author, content, metadata } = message;
  const text = contentText(content, turn);
  const role = roleOf(isObject(author) ? author.role : undefined, turn);
  // Every export opens with an empty system message that nobody ever saw.
  if (role === "system" && text.trim() === "") return null;
  const at = moment(message.create_time);
  const model = role === "output" && isObject(metadata) ? shortName(metadata.model_slug) : null;
  // What a model sends to a tool, or thinks, rather than says to the person is a turn of the tool.
  const toTool = role === "output" && ((typeof message.recipient === "string" && message.recipient !== "all") || isThought(content));
  return {
    role: toTool ? ("tool" as const) : role,
    text,
    ...(at && { at }),
    ...(model && { model }),
    extras: { ...without(message, ...(isText(content) ? ["content"] : [])), node: { id, ...without(node, "message", "id") } },
  };
}

function isText(content: unknown): boolean {
  if (!isObject(content) || content.content_type !== "text" || !Array.isArray(content.parts)) return false;
  return Object.keys(content).length === 2 && content.parts.every((part) => typeof part === "string");
}

function isThought(content: unknown): boolean {
  return isObject(content) && (content.content_type === "thoughts" || content.content_type === "reasoning_recap");
}

/** The words of a message, whatever its content type keeps them in. */
function contentText(content: unknown, turn: number): string {
  if (!isObject(content)) return textOf(content, turn);
  const { parts, text, content: inner, result, thoughts } = content;
  if (Array.isArray(parts)) return textOf(parts, turn);
  if (Array.isArray(thoughts))
    return thoughts
      .map((thought) =>
        isObject(thought)
          ? [thought.summary, thought.content].filter((said) => typeof said === "string").join("\n")
          : textOf(thought, turn),
      )
      .join("\n\n");
  if (content.content_type === "user_editable_context")
    return [content.user_profile, content.user_instructions].filter((said) => typeof said === "string").join("\n\n");
  if (content.content_type === "model_editable_context")
    return typeof content.model_set_context === "string" ? content.model_set_context : "";
  const quoted = content.content_type === "tether_quote" ? [content.title, content.url].filter((said) => typeof said === "string") : [];
  const said = [text, result, inner].find((candidate) => typeof candidate === "string");
  if (typeof said === "string") return [...quoted, said].join("\n");
  return mark(typeof content.content_type === "string" ? content.content_type : "part");
}

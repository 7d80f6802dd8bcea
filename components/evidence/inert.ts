/** A node of Markdown as it was parsed: only what is read here. */
type Node = {
  type: string;
  value?: string;
  url?: string;
  alt?: string | null;
  label?: string | null;
  identifier?: string;
  lang?: string | null;
  checked?: boolean | null;
  children?: Node[];
  data?: Record<string, unknown>;
  position?: { start: { offset?: number }; end: { offset?: number } };
};

/**
 * Makes parsed Markdown inert before anything is rendered: HTML becomes the text it was, an image the words [image: host/…], a link
 * its words and its address, and what Markdown would swallow (definitions, footnote marks) is written out. Nothing is lost, nothing acts.
 */
export function inert() {
  return (tree: Node) => {
    const addresses = new Map<string, string>();
    collect(tree, addresses);
    replaceIn(tree, addresses);
  };
}

function collect(node: Node, addresses: Map<string, string>) {
  if (node.type === "definition" && node.identifier) addresses.set(node.identifier, node.url ?? "");
  for (const child of node.children ?? []) collect(child, addresses);
}

function replaceIn(parent: Node, addresses: ReadonlyMap<string, string>) {
  parent.children = parent.children?.map((child) => {
    const quiet = quieted(child, parent, addresses);
    replaceIn(quiet, addresses);
    return quiet;
  });
}

const holdsBlocks = new Set(["root", "blockquote", "listItem", "footnoteDefinition"]);
type Position = Node["position"];
/** A text in the place of what was written; without a place it was written nowhere. */
const text = (value: string, position?: Position): Node => ({ type: "text", value, ...(position && { position }) });
const paragraph = (...children: Node[]): Node => ({ type: "paragraph", children });

function quieted(node: Node, parent: Node, addresses: ReadonlyMap<string, string>): Node {
  const address = node.url ?? addresses.get(node.identifier ?? "") ?? "";
  switch (node.type) {
    case "html":
      return holdsBlocks.has(parent.type) ? paragraph(text(node.value ?? "", node.position)) : text(node.value ?? "", node.position);
    case "image":
    case "imageReference":
      return imageWords(node, address);
    case "link":
    case "linkReference":
      return linkWords(node, address);
    case "definition":
      return paragraph(text(`[${node.label ?? node.identifier ?? ""}]: ${node.url ?? ""}`, node.position));
    case "footnoteReference":
      return text(`[^${node.label ?? node.identifier ?? ""}]`, node.position);
    case "footnoteDefinition":
      return {
        type: "blockquote",
        children: [paragraph(text(`[^${node.label ?? node.identifier ?? ""}]:`, node.position)), ...(node.children ?? [])],
      };
    case "listItem":
      return node.checked === null || node.checked === undefined ? node : ticked(node);
    case "code":
      return node.lang ? { ...node, data: { hProperties: { dataLang: node.lang } } } : node;
    default:
      return node;
  }
}

function imageWords({ alt, position }: Node, address: string): Node {
  const [, host, rest] = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)(.*)$/i.exec(address) ?? [];
  const where = host ? `${host}${rest && rest !== "/" ? "/…" : ""}` : `${address.slice(0, 24)}${address.length > 24 ? "…" : ""}`;
  const children = alt ? [text(`[image: ${where}] `), text(alt, position)] : [text(`[image: ${where}]`)];
  return { type: "emphasis", children, data: { hName: "span" } };
}

// The words, then the address as text; once when they are the same, and then as it was written: Markdown's own mailto: was said by nobody.
function linkWords(node: Node, address: string): Node {
  const words = (node.children ?? []).map(({ value }) => value ?? "").join("");
  const same = words === address || `mailto:${words}` === address || `http://${words}` === address;
  const bare = (node.position?.end.offset ?? 0) - (node.position?.start.offset ?? 0) <= words.length + "<>".length;
  const last = node.children?.at(-1)?.position?.end;
  const position = same || !last || !node.position ? node.position : { start: last, end: node.position.end };
  const shown: Node = { type: "inlineCode", value: same && bare ? words : address, data: { hName: "samp" }, ...(position && { position }) };
  const children = same ? [shown] : [...(node.children ?? []), text(" "), shown];
  return { type: "emphasis", children, data: { hName: "span" } };
}

function ticked(node: Node): Node {
  const [first, ...rest] = node.children ?? [];
  const box = text(node.checked ? "[x] " : "[ ] ");
  const opening = first?.type === "paragraph" ? { ...first, children: [box, ...(first.children ?? [])] } : paragraph(box);
  return { ...node, checked: null, children: first?.type === "paragraph" ? [opening, ...rest] : [opening, ...(node.children ?? [])] };
}

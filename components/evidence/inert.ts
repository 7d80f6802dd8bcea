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
const text = (value: string): Node => ({ type: "text", value });
const paragraph = (...children: Node[]): Node => ({ type: "paragraph", children });

function quieted(node: Node, parent: Node, addresses: ReadonlyMap<string, string>): Node {
  const address = node.url ?? addresses.get(node.identifier ?? "") ?? "";
  switch (node.type) {
    case "html":
      return holdsBlocks.has(parent.type) ? paragraph(text(node.value ?? "")) : text(node.value ?? "");
    case "image":
    case "imageReference":
      return text(imageWords(address, node.alt ?? ""));
    case "link":
    case "linkReference":
      return linkWords(node, address);
    case "definition":
      return paragraph(text(`[${node.label ?? node.identifier ?? ""}]: ${node.url ?? ""}`));
    case "footnoteReference":
      return text(`[^${node.label ?? node.identifier ?? ""}]`);
    case "footnoteDefinition":
      return { type: "blockquote", children: [paragraph(text(`[^${node.label ?? node.identifier ?? ""}]:`)), ...(node.children ?? [])] };
    case "listItem":
      return node.checked === null || node.checked === undefined ? node : ticked(node);
    case "code":
      return node.lang ? { ...node, data: { hProperties: { dataLang: node.lang } } } : node;
    default:
      return node;
  }
}

function imageWords(address: string, alt: string): string {
  const [, host, rest] = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)(.*)$/i.exec(address) ?? [];
  const where = host ? `${host}${rest && rest !== "/" ? "/…" : ""}` : `${address.slice(0, 24)}${address.length > 24 ? "…" : ""}`;
  return `[image: ${where}]${alt ? ` ${alt}` : ""}`;
}

// The words, then the address as text; once when they are the same, and then as it was written: Markdown's own mailto: was said by nobody.
function linkWords(node: Node, address: string): Node {
  const words = (node.children ?? []).map(({ value }) => value ?? "").join("");
  const same = words === address || `mailto:${words}` === address || `http://${words}` === address;
  const bare = (node.position?.end.offset ?? 0) - (node.position?.start.offset ?? 0) <= words.length + "<>".length;
  const shown: Node = { type: "inlineCode", value: same && bare ? words : address, data: { hName: "samp" } };
  const children = same ? [shown] : [...(node.children ?? []), text(" "), shown];
  return { type: "emphasis", children, data: { hName: "span" } };
}

function ticked(node: Node): Node {
  const [first, ...rest] = node.children ?? [];
  const box = text(node.checked ? "[x] " : "[ ] ");
  const opening = first?.type === "paragraph" ? { ...first, children: [box, ...(first.children ?? [])] } : paragraph(box);
  return { ...node, checked: null, children: first?.type === "paragraph" ? [opening, ...rest] : [opening, ...(node.children ?? [])] };
}

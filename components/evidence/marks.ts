import { hitsIn, type Span } from "@/domain/query/hits";
import type { Leaf } from "@/domain/query/question";
import { codePoint, cut, INVISIBLE_TITLE, type Piece, placeholderTitle } from "./pieces";

/** A node of the page to be: only what is read or made here. */
export type PageNode = {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, string>;
  children?: PageNode[];
};

/**
 * Marks hits, placeholders and characters that do not show in what Markdown made. Hits are looked for across the whole turn, as the
 * search does: a phrase of which one word is set in italics is still that phrase.
 */
export function evidenceMarks(leaves: readonly Leaf[]) {
  return (tree: PageNode) => {
    const texts: PageNode[] = [];
    gather(tree, texts);
    const starts: number[] = [];
    let joined = "";
    for (const { value = "" } of texts) {
      starts.push(joined.length);
      joined += `${value}\n`;
    }
    const hits = leaves.length > 0 ? hitsIn(joined, leaves) : [];
    const pieces = new Map(texts.map((node, i) => [node, piecesOf(node.value ?? "", starts[i] ?? 0, hits)]));
    putBack(tree, pieces);
  };
}

function gather(node: PageNode, texts: PageNode[]) {
  if (node.type === "text") texts.push(node);
  for (const child of node.children ?? []) gather(child, texts);
}

function piecesOf(value: string, start: number, hits: readonly Span[]): Piece[] {
  const end = start + value.length;
  const here = hits.filter((hit) => hit.start < end && hit.end > start);
  return cut(
    value,
    here.map((hit) => ({ start: Math.max(0, hit.start - start), end: Math.min(value.length, hit.end - start) })),
  );
}

function putBack(node: PageNode, pieces: ReadonlyMap<PageNode, readonly Piece[]>) {
  node.children = node.children?.flatMap((child) => pieces.get(child)?.map(nodeOf) ?? [child]);
  for (const child of node.children ?? []) if (child.type === "element") putBack(child, pieces);
}

function nodeOf({ text, kind, hit }: Piece): PageNode {
  const inner = kind === "text" ? { type: "text", value: text } : badgeOf(text, kind);
  return hit ? { type: "element", tagName: "mark", properties: {}, children: [inner] } : inner;
}

function badgeOf(text: string, kind: Exclude<Piece["kind"], "text">): PageNode {
  const said = kind === "placeholder" ? text : `⟨${codePoint(text)}⟩`;
  const title = kind === "placeholder" ? placeholderTitle(text) : INVISIBLE_TITLE;
  return {
    type: "element",
    tagName: "span",
    properties: { className: `evidence-${kind}`, title },
    children: [{ type: "text", value: said }],
  };
}

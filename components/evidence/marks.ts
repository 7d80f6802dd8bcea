import type { Span } from "@/domain/query/hits";
import { codePoint, cut, INVISIBLE_TITLE, type Piece, placeholderTitle } from "./pieces";
import { placesIn } from "./places";

/** A node of the page to be: only what is read or made here. */
export type PageNode = {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, string>;
  children?: PageNode[];
  position?: { start: { offset?: number }; end: { offset?: number } };
};

/** A text of the page, and between which places of what was said it was made. */
type Shown = { readonly node: PageNode; readonly from: number; readonly to: number };

/**
 * Marks hits, placeholders and characters that do not show in what Markdown made. Hits are places of the text as it was said, which is what the
 * search reads: a phrase of which one word is set in italics is still that phrase, and two words between which Markdown leaves the number of a list
 * out do not stand side by side. A hit of which nothing is shown is said below.
 */
export function evidenceMarks(text: string, hits: readonly Span[]) {
  return (tree: PageNode) => {
    const unseen = new Set(hits);
    const pieces = new Map<PageNode, readonly Piece[]>();
    for (const { node, from, to } of textsOf(tree, text)) {
      const value = node.value ?? "";
      pieces.set(node, cut(value, hits.length === 0 ? [] : hitsOf(placesIn(value, text, from, to), hits, unseen)));
    }
    putBack(tree, pieces);
    if (unseen.size > 0) tree.children?.push(asideOf(unseen.size));
  };
}

// A text that Markdown made anew has no place of its own: it is looked for after what stands before it, within what it belongs to.
function textsOf(tree: PageNode, text: string): Shown[] {
  const found: Shown[] = [];
  let after = 0;
  const gather = (node: PageNode, first: number, last: number) => {
    const { start: { offset: from = -1 } = {}, end: { offset: to = -1 } = {} } = node.position ?? {};
    const placed = from >= 0 && to >= from;
    if (node.type !== "text") {
      for (const child of node.children ?? []) gather(child, placed ? from : first, placed ? to : last);
      return;
    }
    const begin = placed ? from : begins(node.value ?? "", text, Math.max(first, after), last);
    if (begin >= 0 && /[\p{L}\p{N}]/u.test(node.value ?? "")) after = placed ? to : begin + (node.value ?? "").length;
    found.push({ node, from: Math.max(0, begin), to: begin < 0 ? 0 : placed ? to : last });
  };
  gather(tree, 0, text.length);
  return found;
}

// A block of code begins below its fence, which names its language. Line breaks between blocks were said by nobody.
function begins(value: string, text: string, from: number, to: number): number {
  if (value.trim() === "") return -1;
  const below = /^ *(?:`{3,}|~{3,})/.test(text.slice(from, from + 200)) ? text.indexOf("\n", from) : from;
  const whole = text.indexOf(value.trimEnd(), below);
  if (whole >= 0 && whole < to) return whole;
  return value.includes("\n") ? below : -1;
}

// Both are in order, so one walk is enough.
function hitsOf(places: readonly number[], hits: readonly Span[], unseen: Set<Span>): Span[] {
  const found: { start: number; end: number }[] = [];
  let h = 0;
  for (const [i, place] of places.entries()) {
    if (place < 0) continue;
    while ((hits[h]?.end ?? Number.POSITIVE_INFINITY) <= place) h++;
    const hit = hits[h];
    if (!hit || hit.start > place) continue;
    unseen.delete(hit);
    const before = found.at(-1);
    if (before?.end === i && (places[i - 1] ?? -1) >= hit.start) before.end = i + 1;
    else found.push({ start: i, end: i + 1 });
  }
  return found;
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

// Evidence can carry no class, so nothing that was said looks like this.
function asideOf(unseen: number): PageNode {
  const hits = unseen === 1 ? "1 hit stands" : `${unseen} hits stand`;
  const value = `${hits} in what Markdown leaves out, as the number of a list. Plain shows it.`;
  return { type: "element", tagName: "p", properties: { className: "evidence-aside" }, children: [{ type: "text", value }] };
}

"use client";

import { Fragment, memo } from "react";
import Markdown, { type Components, type Options } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import type { Span } from "@/domain/query/hits";
import { Scroller } from "../ui/scroller";
import { inert } from "./inert";
import { evidenceMarks } from "./marks";
import { codePoint, cut, INVISIBLE_TITLE, type Piece, placeholderTitle, SPELLED_TITLE, spelled } from "./pieces";

/** What may come out of Markdown: words and their order, no address, no style, no name that anything else could take for its own. */
const allowed = {
  tagNames: "p br hr span samp strong em del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td".split(" "),
  attributes: { ol: ["start"], code: ["dataLang"] },
  clobber: [],
  protocols: {},
  strip: ["script", "style"],
};

// A heading in a conversation is no heading of the page, and a link goes nowhere.
const heading = ({ children }: { children?: React.ReactNode }) => <p className="evidence-heading">{children}</p>;
const components: Components = {
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  table: ({ children }) => (
    <Scroller label="Table">
      <table>{children}</table>
    </Scroller>
  ),
  pre: ({ children }) => (
    <Scroller label="Code">
      <pre>{children}</pre>
    </Scroller>
  ),
};

/** `hits` are places in `text`, in order and apart from each other, in UTF-16 units; those beyond its end are left alone. */
type Props = { readonly text: string; readonly hits?: readonly Span[] };
const none: readonly Span[] = [];

/** What was said, read as Markdown: no picture, no link, no HTML; hits, placeholders and characters that do not show are marked. */
export const MarkdownEvidence = memo(function MarkdownEvidence({ text, hits = none }: Props) {
  const plugins = [[rehypeSanitize, allowed], [() => evidenceMarks(text, hits)]] as Options["rehypePlugins"];
  return (
    <div dir="auto" className="evidence evidence-markdown">
      <Markdown remarkPlugins={[remarkGfm, inert as never]} rehypePlugins={plugins ?? []} components={components}>
        {text}
      </Markdown>
    </div>
  );
});

/** What was said, character for character; with `points` every one that is not plain ASCII is followed by its number in Unicode. */
export const PlainEvidence = memo(function PlainEvidence({ text, hits = none, points = false }: Props & { readonly points?: boolean }) {
  return (
    <div dir={points ? "ltr" : "auto"} className="evidence whitespace-pre-wrap">
      <Pieces pieces={points ? spelled(text, hits) : cut(text, hits)} />
    </div>
  );
});

/** Text in pieces, each shown as what it is. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece) => (
    <Fragment key={piece.start}>
      {piece.hit ? (
        <mark>
          <Shown piece={piece} />
        </mark>
      ) : (
        <Shown piece={piece} />
      )}
    </Fragment>
  ));
}

function Shown({ piece: { text, kind } }: { readonly piece: Piece }) {
  if (kind === "text") return text;
  if (kind === "spelled")
    return (
      <bdi>
        {text}
        <span className="evidence-invisible" title={SPELLED_TITLE}>
          {codePoint(text)}
        </span>
      </bdi>
    );
  if (kind === "placeholder")
    return (
      <span className="evidence-placeholder" title={placeholderTitle(text)}>
        {text}
      </span>
    );
  return (
    <span className="evidence-invisible" title={INVISIBLE_TITLE}>
      ⟨{codePoint(text)}⟩
    </span>
  );
}

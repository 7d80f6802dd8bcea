import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

const parts: Components = {
  h1: ({ children }) => <h2 className="mt-6 mb-3 text-xl font-semibold first:mt-0">{children}</h2>,
  h2: ({ children }) => <h3 className="mt-6 mb-2 text-lg font-semibold">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-4 mb-2 font-semibold">{children}</h4>,
  p: ({ children }) => <p className="my-3">{children}</p>,
  ol: ({ children, start }) => (
    <ol start={start} className="my-3 list-decimal pl-7 marker:text-ink-faint">
      {children}
    </ol>
  ),
  ul: ({ children }) => <ul className="my-3 list-disc pl-7 marker:text-ink-faint">{children}</ul>,
  li: ({ children }) => <li className="my-1.5 pl-1">{children}</li>,
  blockquote: ({ children }) => <blockquote className="my-3 border-l-2 pl-4">{children}</blockquote>,
  a: ({ children }) => <span className="underline">{children}</span>,
  hr: () => <hr className="my-6" />,
};

function Title({ children }: { readonly children?: React.ReactNode }) {
  return <h1 className="mb-4 border-b pb-3 text-3xl leading-tight font-semibold tracking-tight">{children}</h1>;
}

// Under its own title the parts of an order are of the second rank, under the page's they are of the third.
const titledParts: Components = {
  ...parts,
  h1: Title,
  h2: ({ children }) => <h2 className="mt-6 mb-2 text-lg font-semibold">{children}</h2>,
  h3: ({ children }) => <h3 className="mt-4 mb-2 font-semibold">{children}</h3>,
};

/**
 * The text of a court's order, as it was signed: Markdown without raw HTML, images or live links, at a measure made for
 * reading. `titled`: it begins with its own title, which is then the title of the page.
 */
export function OrderText({ text, titled }: { readonly text: string; readonly titled: boolean }) {
  return (
    <div className="evidence">
      <Markdown remarkPlugins={[remarkGfm]} components={titled ? titledParts : parts} disallowedElements={["img"]}>
        {text}
      </Markdown>
    </div>
  );
}

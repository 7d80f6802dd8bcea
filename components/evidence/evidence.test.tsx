import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { Leaf } from "@/domain/query/question";
import { MarkdownEvidence, PlainEvidence } from "./evidence";

const read = (text: string, ...leaves: Leaf[]) => renderToStaticMarkup(<MarkdownEvidence text={text} leaves={leaves} />);
const words = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");

describe("content never acts", () => {
  const hostile = [
    "![x](https://evil.example/pixel.png?leak=1)",
    "![x][ref]\n\n[ref]: https://evil.example/pixel.png",
    "<img src=https://evil.example/a.png onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<iframe src=//evil.example></iframe>",
    "<svg onload=alert(1)><style>*{display:none}</style></svg>",
    "[click](javascript:alert(1))",
    "[click](https://evil.example/?q=1 'title')",
    "<https://evil.example/auto>",
    "https://evil.example/bare",
    "<a id=main name=__proto__ href=//evil.example>x</a>",
    "<form action=//evil.example><input name=attributes></form>",
    "- [x] done\n- [ ] not",
    "note[^1]\n\n[^1]: https://evil.example/foot",
    "```html\n<img src=//evil.example>\n```",
  ];
  test.each(hostile)("%s", (text) => {
    const html = read(text);
    expect(html).not.toMatch(/<(img|script|iframe|svg|style|a|form|input|link|meta|object|embed|video|audio|math)\b/i);
    expect(html).not.toMatch(/<[^>]+\s(src|href|style|id|name|on\w+|action|srcset|target)=/i);
  });
});

describe("nothing that was said is lost", () => {
  test("HTML is the text it was", () => expect(words(read("a <b onclick=x>bold</b> c"))).toContain("a <b onclick=x>bold</b> c"));
  test("an image is named with its host", () =>
    expect(words(read("![chart](https://evil.example/pixel.png?x=1)"))).toContain("[image: evil.example/…] chart"));
  test("a link is its words and its address", () =>
    expect(words(read("see [the *page*](https://news.example/a?b=1)"))).toContain("see the page https://news.example/a?b=1"));
  test("a bare address is said once", () => expect(words(read("https://news.example/a"))).toBe("https://news.example/a"));
  test("an address that was said without its scheme is given none", () => {
    expect(words(read("Ask clerk@news.example or www.news.example."))).toBe("Ask clerk@news.example or www.news.example.");
    expect(words(read("Ask <clerk@news.example>."))).toBe("Ask clerk@news.example.");
    expect(words(read("[clerk@news.example](mailto:clerk@news.example)"))).toBe("mailto:clerk@news.example");
  });
  test("definitions and footnotes are written out", () => {
    const said = words(read("x[^n] [r]\n\n[r]: https://news.example/r\n\n[^n]: the note"));
    expect(said).toContain("[^n]");
    expect(said).toContain("[r]: https://news.example/r");
    expect(said).toContain("the note");
  });
  test("the number a list begins with stays", () => expect(read("7. seven")).toContain('start="7"'));
  test("the language of code stays", () => expect(read("```python\nprint(1)\n```")).toContain('data-lang="python"'));
  test("tasks keep their boxes as text", () => expect(words(read("- [x] done"))).toContain("[x] done"));
});

describe("hits, placeholders and what does not show are marked", () => {
  test("a phrase across italics is one hit", () =>
    expect(read("the *protective* order stands", { op: "words", text: "protective order" })).toMatch(
      /<mark>protective<\/mark><\/em><mark> order<\/mark>/,
    ));
  test("a placeholder that looks like HTML is a chip", () =>
    expect(read("I am <PRESIDIO_ANONYMIZED_PERSON> here")).toMatch(/class="evidence-placeholder"[^>]*>&lt;PRESIDIO_ANONYMIZED_PERSON&gt;/));
  test("a direction mark is named and taken out of the line", () => {
    const html = read("pay \u202e001\u202c");
    expect(html).toContain("⟨U+202E⟩");
    expect(html).not.toContain("\u202e");
  });
  test("plain text is the exact text, with the same marks", () => {
    const html = renderToStaticMarkup(<PlainEvidence text={"**a**  [PERSON_1]\n <b>"} leaves={[{ op: "words", text: "a" }]} />);
    expect(words(html)).toBe("**a**  [PERSON_1]\n <b>");
    expect(html).toContain("<mark>a</mark>");
  });
});

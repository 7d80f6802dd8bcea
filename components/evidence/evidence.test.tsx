import * as fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { hitsIn } from "@/domain/query/hits";
import type { Leaf } from "@/domain/query/question";
import { MarkdownEvidence, PlainEvidence } from "./evidence";

const read = (text: string, ...leaves: Leaf[]) => renderToStaticMarkup(<MarkdownEvidence text={text} hits={hitsIn(text, leaves)} />);
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
    const text = "**a**  [PERSON_1]\n <b>";
    const html = renderToStaticMarkup(<PlainEvidence text={text} hits={hitsIn(text, [{ op: "words", text: "a" }])} />);
    expect(words(html)).toBe(text);
    expect(html).toContain("<mark>a</mark>");
  });
});

const word = (text: string): Leaf => ({ op: "words", text });
const markedIn = (html: string) => [...html.matchAll(/<mark>(.*?)<\/mark>/gs)].map(([, inside]) => words(inside ?? ""));

describe("what is marked is where the search found it, however Markdown shows it", () => {
  const cases: readonly (readonly [string, string, Leaf, readonly string[]])[] = [
    [
      "the number of a list stands between two words",
      "1. fraud\n2. bank",
      { op: "near", a: [one("fraud")], b: [one("bank")], within: 1 },
      [],
    ],
    ["and is counted as one", "1. fraud\n2. bank", { op: "near", a: [one("fraud")], b: [one("bank")], within: 2 }, ["fraud", "bank"]],
    ["a named character is a word", "tom &amp; jerry", word("tom jerry"), []],
    ["and is marked as what it shows", "tom &amp; jerry", word("tom amp jerry"), ["tom & jerry"]],
    ["the words of code, and not the name of its language", "```court\ncourt\n```", word("court"), ["court"]],
    ["indented code", "a\n\n    the court\n    rose", word("court rose"), ["court\nrose"]],
    ["a quotation that goes on", "> the court\n> > rose *late*", word("court rose late"), ["court", "rose ", "late"]],
    ["the address of a link", '[see](https://x.example/court "no")', word("court"), ["court"]],
    ["the words of an image", "![the court](https://x.example/a.png)", word("court"), ["court"]],
    ["an address in a sentence", "Ask clerk@court.example now, the court", word("court"), ["court", "court"]],
    ["HTML", "<b>court</b> of <i>law</i>", word("court"), ["court"]],
    ["a table", "| a | court |\n|---|---|\n| law | b |", word("court law"), ["court", "law"]],
    ["a definition and its use", "[court][c]\n\n[c]: https://court.example", word("court"), ["court", "court"]],
    ["an escape", "snake\\_case", word("snake case"), ["snake_case"]],
  ];
  test.each(cases)("%s", (_, text, leaf, marked) => expect(markedIn(read(text, leaf))).toEqual(marked));

  test("a hit of which Markdown shows nothing is said below", () => {
    const html = read("1. fraud\n2. bank", word("2"));
    expect(markedIn(html)).toEqual([]);
    expect(words(html)).toContain("1 hit stands in what Markdown leaves out");
    expect(words(read('[see](https://x.example "the court")', word("court")))).toContain("1 hit stands");
    expect(read("1. fraud", word("fraud"))).not.toContain("evidence-aside");
  });

  test("what was said cannot look like that sentence", () =>
    expect(read('<p class="evidence-aside">1 hit stands</p>\n\n**x**{.evidence-aside}')).not.toMatch(/class="[^"]*evidence-aside/));

  test("of words that each stand once, the same are marked in both views", async () => {
    const wrap: readonly ((w: string) => string)[] = [
      (w) => w,
      (w) => `*${w}*`,
      (w) => `**${w}**`,
      (w) => `\`${w}\``,
      (w) => `[${w}](https://x.example/)`,
      (w) => `\n\n- ${w}`,
      (w) => `\n> ${w}`,
      (w) => `\n\n# ${w}\n\n`,
      (w) => `\n\n\`\`\`\n${w}\n\`\`\`\n\n`,
      (w) => `\n\n    ${w}\n\n`,
      (w) => `<i>${w}</i>`,
      (w) => `\n\n7. ${w}`,
      (w) => `&lt;${w}&gt;`,
      (w) => `\n\n| ${w} | z |\n|---|---|\n`,
      (w) => `${w}\\\n`,
      (w) => `~~${w}~~[^n]`,
    ];
    await fc.assert(
      fc.property(
        fc.array(fc.nat(wrap.length - 1), { minLength: 2, maxLength: 12 }),
        fc.nat(11),
        fc.nat(11),
        fc.integer({ min: 1, max: 9 }),
        (shapes, a, b, within) => {
          const text = shapes.map((shape, i) => wrap[shape]?.(`w${i}x`)).join(" ");
          const leaf: Leaf = { op: "near", a: [one(`w${a % shapes.length}x`)], b: [one(`w${b % shapes.length}x`)], within };
          const plain = renderToStaticMarkup(<PlainEvidence text={text} hits={hitsIn(text, [leaf])} />);
          const told = (html: string) => markedIn(html).join(" ").match(/w\d+x/g) ?? [];
          expect(told(read(text, leaf))).toEqual(told(plain));
        },
      ),
      { numRuns: 200 },
    );
  });
});

function one(text: string) {
  return { op: "words", text } as const;
}

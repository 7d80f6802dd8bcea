import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { hitsIn } from "@/domain/query/hits";
import { hazards, hostileConversations, NOWHERE } from "@/prisma/testing/hostile";
import { MarkdownEvidence, PlainEvidence } from "./evidence";
import { plainReason } from "./pieces";

const tags = new Set(
  "div p br hr span samp strong em del code pre blockquote ul ol li table thead tbody tr th td bdi mark section".split(" "),
);
const attributes = new Set(["class", "dir", "title", "start", "data-lang", "tabindex", "aria-label", "role"]);
const hits = (text: string) => hitsIn(text, [{ op: "prefix", text: "hazard" }]);

/** What stands in the page besides words: its tags and the names of their attributes. */
function partsOf(html: string) {
  const found = [...html.matchAll(/<(\/?)([a-z][a-z0-9-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi)];
  expect(found.length).toBe(html.split("<").length - 1); // nothing begins a tag that is none
  return found.map(([, , name = "", rest = ""]) => ({
    name: name.toLowerCase(),
    given: [...rest.matchAll(/([\w:-]+)(?==)/g)].map(([one]) => one),
  }));
}

const views = {
  markdown: (text: string) => <MarkdownEvidence text={text} hits={hits(text)} />,
  plain: (text: string) => <PlainEvidence text={text} hits={hits(text)} />,
  points: (text: string) => <PlainEvidence text={text} hits={hits(text)} points />,
} as const;

test.each(Object.keys(views) as (keyof typeof views)[])(
  "%s: of every attack the page has its words and nothing that acts",
  { timeout: 120_000 },
  (view) => {
    for (const { key, text } of hazards()) {
      if (view === "markdown" && plainReason(text)) continue;
      const html = renderToStaticMarkup(views[view](view === "points" ? text.slice(0, 10_000) : text));
      for (const { name, given } of partsOf(html)) {
        expect(tags.has(name), `${key}: <${name}>`).toBe(true);
        expect(
          given.filter((one) => !attributes.has(one)),
          `${key}: <${name}>`,
        ).toEqual([]);
      }
      expect(html, key).toContain(key);
      // No character that acts without being seen stands in the page.
      expect(html, key).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\u{e0000}-\u{e007f}]/u);
      expect(
        ["\u001b", "\u0007", "\u009b"].filter((control) => html.includes(control)),
        key,
      ).toEqual([]);
    }
  },
);

test("what each attack would ask for is written out, so that a reader sees where it leads", () => {
  for (const { key, text } of hazards()) {
    if (!text.includes(NOWHERE) || plainReason(text)) continue;
    const words = renderToStaticMarkup(<MarkdownEvidence text={text} />).replaceAll(/<[^>]*>/g, "");
    expect(words, key).toContain(`${key}.${NOWHERE}`);
  }
});

test("the corpus is large, the same in every run, and each of its attacks can be told from the others", () => {
  const keys = hazards().map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(200);
  expect(new Set(keys).size).toBe(keys.length);
  expect(hostileConversations()).toEqual(hostileConversations());
  expect(Math.max(...hazards().map(({ text }) => text.length))).toBeGreaterThan(1_000_000);
});

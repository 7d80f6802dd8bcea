import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Term, TermReport } from "@/domain/terms/schema";
import { TermPaper } from "./paper";
import { Misplaced } from "./place";
import { frameOf, numbersOf, searchHref } from "./words";

const term: Term = {
  ...{ n: 1, line: 1, term: "job", reading: "Conversations with “job”", sameAs: null, problem: null },
  ...{ conversations: 1_234, turns: 5_678, prompts: 5_000, outputs: 600, unique: 12, atLeast: null },
};
const report: TermReport = {
  ...{ id: "3b1f8a34-0000-4000-8000-000000000000", name: "Round 2", state: "done", tier: 2, filters: {}, setName: null, turns: true },
  ...{ terms: 2, problems: 1, repeated: 0, emptyLines: 0, total: 20_000_000, looked: 1, hits: 1_234, shared: 34, cut: false, costMs: 1 },
  ...{ dataVersion: "ab".repeat(32), parserVersion: "2", outOfDate: null, sha256: "cd".repeat(32), createdBy: "Paul Okafor" },
  ...{ createdAt: "2026-11-28T20:00:00Z", finishedAt: "2026-11-28T22:00:00Z" },
};

test("a number that may be more says at least, one that may be less at most, and what is not counted is a dash", () => {
  expect(numbersOf(term, false)).toEqual(["1,234", "12", "5,678", "5,000", "600"]);
  expect(numbersOf({ ...term, atLeast: "turns" }, true)).toEqual(["1,234", "≤ 12", "≥ 5,678", "≥ 5,000", "≥ 600"]);
  expect(numbersOf({ ...term, unique: null, turns: null, prompts: null, outputs: null, atLeast: "all" }, false)).toEqual([
    ...["≥ 1,234", "–", "–", "–", "–"],
  ]);
});

test("a term leads to its search under the filters of its report, and the report says what they are", () => {
  const narrow = { ...report, filters: { set: report.id, model: ["gpt-4", "gpt-3.5"], from: "2023-01-01" }, setName: "Hot" };
  expect(searchHref(narrow, term)).toBe(`/conversations?q=job&from=2023-01-01&set=${report.id}&model=gpt-4&model=gpt-3.5`);
  expect(frameOf(narrow)).toBe("conversations within the set “Hot”, with gpt-4 or gpt-3.5, begun on 1 Jan 2023 or later");
  expect(frameOf(report)).toBe("everything within reach");
});

test("where a term cannot be asked is underlined, at its end too", () => {
  const at = (place: number | null, length: number | null) => renderToStaticMarkup(<Misplaced term="(open" at={place} length={length} />);
  expect(at(0, 1)).toMatch(/>\(<\/span>open<\/span>$/);
  expect(at(5, 0)).toMatch(/^<span[^>]*>\(open<span[^>]*>\u00A0<\/span><\/span>$/);
  expect(at(null, null)).toMatch(/^<span[^>]*>\(open<\/span>$/);
});

test("on paper stand every term with its numbers or its reason, the sum of all, and on what it rests", () => {
  const wrong = { ...term, n: 2, term: "(open", reading: null, problem: { message: "This parenthesis is not closed.", at: 0, length: 1 } };
  const html = renderToStaticMarkup(<TermPaper report={report} terms={[term, wrong]} />);
  for (const said of [
    "job",
    "5,678",
    "Not asked, at character 1: This parenthesis is not closed.",
    "Any term",
    "1,200",
    report.dataVersion,
  ])
    expect(html.replaceAll("<!-- -->", "")).toContain(said);
  const open = renderToStaticMarkup(<TermPaper report={{ ...report, state: "interrupted", looked: 0.5 }} terms={[]} />);
  expect(open).toContain("Interrupted at 50 %: every number is “at least”");
});

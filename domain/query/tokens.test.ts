import { describe, expect, test } from "vitest";
import { parse } from "@/domain/search/parse";
import { DomainError } from "@/lib/errors";
import { readingOf } from "./reading";

const refusal = (query: string) => {
  try {
    return `read as: ${readingOf(parse(query))}`;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { at, length } = error.details as { at: number; length: number };
    return query.slice(at, at + length);
  }
};

describe("what was pasted out of another program asks the same as what is typed here", () => {
  test.each<[string, string]>([
    ["„annual and report“ AND „bank or loan“", '"annual and report" AND "bank or loan"'],
    ["”annual and report” OR »bank or loan«", '"annual and report" OR "bank or loan"'],
    ["«annual and report»", '"annual and report"'],
    ["「annual and report」", '"annual and report"'],
    ["＂annual and report＂", '"annual and report"'],
    ["fraud AND （scam AND bank） OR loan", "fraud AND (scam AND bank) OR loan"],
    ["fraud\u00A0AND\u00A0bank", "fraud AND bank"],
    ["fraud AND\u200E bank", "fraud AND bank"],
    ["fraud \u2060AND bank", "fraud AND bank"],
    ["fraud\u200BAND\u200Bbank", "fraud AND bank"],
    ["fraud AND \uFEFF\u200E (bank)", "fraud AND (bank)"],
    ["fraud ＡＮＤ bank", "fraud AND bank"],
    ["fraud w／5 bank", "fraud w/5 bank"],
    ["fraud w/5\u200E bank", "fraud w/5 bank"],
    ["model：gpt-4 fraud", "model:gpt-4 fraud"],
    ["\u200Emodel:gpt-4", "model:gpt-4"],
  ])("%s", (pasted, typed) => expect(parse(pasted)).toEqual(parse(typed)));
});

describe("what means something elsewhere and is nothing here is refused where it stands", () => {
  test.each<[string, string]>([
    ['"he said “yes or no” to it"', '"he said “'],
    ['"annual report”', '"annual report”'],
    ["“a” AND „b»", "„b»"],
    ["‘to be or not to be’", "‘to"],
    ["'to be' AND 'not to be'", "read as: Conversations with the phrase “'to be'” and the phrase “'not to be'”"],
    ["fraud w/s bank", "w/s"],
    ["fraud w/p bank", "w/p"],
    ["fraud not w/para bank", "w/para"],
    ["fraud pre/s bank", "pre/s"],
    ["fraud w/5.5 bank", "w/5.5"],
    ["fraud w/5words bank", "w/5words"],
    ["fraud w / 5 bank", "w / 5"],
    ["fraud & bank", "&"],
    ["fraud && bank", "&&"],
    ["fraud | bank", "|"],
    ["fraud || bank", "||"],
    ["fraud and/or bank", "and/or"],
    ["fraud BUT NOT bank", "BUT"],
    ["fraud -bank", "-bank"],
    ["fraud +bank", "+bank"],
    ['"annual report"~5', "~5"],
    ["fraud~2", "fraud~2"],
    ["~apply", "~apply"],
    ["fraud^2", "fraud^2"],
    ["atleast5(fraud)", "atleast5"],
    ["caps(fraud)", "caps"],
    ["document(s)", "document"],
    ["fraud＊", "fraud＊"],
    ["output:(a) then prompt:(b)", "then"],
    ["(prompt:a) then output:b", "then"],
    ["prompt:(a) then (b)", "then"],
    ["prompt:(a) then output:(b) then prompt:(c)", "then"],
    ["started_at:2023", "started_at:"],
    ["gröBe:5", "gröBe:"],
    ["T1-000000001:x", "T1-000000001:"],
    ["model:gpt-4,gpt-3.5", "model:gpt-4,gpt-3.5"],
    ["model:(gpt-4, gpt-3.5)", "gpt-4,"],
    ["c++*", "c++*"],
    ["fraud-*", "fraud-*"],
    ["“annual report.*”", "“annual report.*”"],
  ])("%s", (query, at) => expect(refusal(query)).toBe(at));
});

test("what only looks alike is read as it always was", () => {
  for (const query of [
    "state-of-the-art",
    "AT&T",
    "w/o fraud",
    "it’s",
    "rock 'n' roll",
    '"R & D"',
    "fraud - bank",
    "12:30",
    "http://a.example/b?c",
    "don’t panic",
    "if then else",
    "NOT(a)",
    "a w/5(b OR c)",
    "a AND(b)",
    'model:"a, b"',
    "-5",
    "v1* AND don't*",
  ])
    expect(refusal(query), query).toMatch(/^read as/);
});

test("two patterns are not read out as one", () => {
  expect(readingOf(parse('x AND "##a" AND "##b"'))).not.toBe(
    readingOf(parse('x AND "##a and text that matches the regular expression b"')),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf, type Sketch } from "@/prisma/testing/lines";
import { compile, documentOf, type Report, type ReportFrame } from "./compile";
import type { Line } from "./line";
import { ControlNumbers } from "./numbers";
import { asCsv, asMarkdown } from "./paper";
import { ReportKind } from "./schema";

const day = Date.UTC(2026, 10, 2);
const frame: ReportFrame = {
  matter: { id: "m", slug: "test", caption: "In re Test" },
  period: { from: "2026-11-02T00:00:00.000000Z", until: "2026-11-03T00:00:00.000000Z" },
  log: { origin: null, size: null },
};
const expert = { person: "p1", email: "expert@plaintiff.example", side: "plaintiff", role: "expert", session: "s1" } as const;
const counsel = { person: "p2", email: "counsel@defense.example", side: "defense", role: "counsel", session: "s2" } as const;
const monitor = { person: "p3", email: "monitor@court.example", side: "court", role: "monitor", session: "s3" } as const;
const view = (n: number, from = 1, to = 2) => ({
  ...{ action: "conversation:view", object: `conversation:T1-${String(n).padStart(9, "0")}`, detail: { from, to, characters: 100 } },
});
const search = (...numbers: number[]) => ({
  ...{ action: "conversation:search", detail: { shown: numbers.map((n) => `T1-${String(n).padStart(9, "0")}`) } },
});

const sketches: Sketch[] = [
  { at: day - 9e8, action: "intake:run", object: "volume:VOL001", detail: { conversations: 1000 } },
  { at: day - 8e8, action: "people:add", object: "person:p1", detail: { email: expert.email, side: "plaintiff", role: "expert", tier: 2 } },
  { at: day - 7e8, ...expert, action: "undertaking:sign", object: "order:1", detail: { hash: "ab", name: "=E. Expert" } },
  { at: day - 6e8, ...monitor, action: "hold:place", object: "hold:h1", detail: { scope: "matter", authority: "ECF 9", reason: "Motion" } },
  { at: day - 5e8, ...expert, ...view(77) },
  { at: day + 1000, ...expert, action: "session:open", detail: { kind: "browser" } },
  { at: day + 1500, ...expert, action: "access:first", object: "tier:2", detail: { tier: 2, name: "AEO", entry: "9" } },
  { at: day + 2000, ...expert, ...search(1, 2, 3) },
  { at: day + 3000, ...expert, ...view(1, 1, 50) },
  { at: day + 4000, ...expert, ...view(1, 51, 60) },
  { at: day + 5000, ...expert, ...view(2) },
  { at: day + 6000, ...counsel, ...search() },
  { at: day + 7000, ...counsel, action: "production:ask", object: "production:x", outcome: "refused", reason: "held" },
  { at: day + 8000, ...counsel, action: "production:ask", object: "production:y", detail: { set: "s" } },
  { at: day + 8100, ...counsel, action: "production:ask", object: "production:y", detail: search(5, 6).detail },
  {
    at: day + 8200,
    ...counsel,
    action: "production:ask",
    object: "production:y",
    detail: { state: "ready", files: [{ name: "a.jsonl" }] },
  },
  { at: day + 8300, ...counsel, action: "production:download", object: "production:y", detail: { file: "a.jsonl" } },
  { at: day + 9000, action: "people:manage", object: "person:p1", detail: { reason: "Left the firm" } },
  { at: day + 86_400_000, ...expert, ...view(3) },
];
const lines = linesOf(sketches);

function made<K extends ReportKind>(kind: K, told: readonly Line[] = lines): Report<K> {
  const tally = compile(kind, frame);
  for (const line of told) tally.take(line);
  return tally.result();
}

test("the access report counts looks, different conversations, turns, characters, lists and refusals of the period alone", () => {
  const { people } = made("access").report;
  expect(people.find(({ email }) => email === expert.email)).toMatchObject({
    ...{ sessions: 1, opened: 3, conversations: 2, turns: 62, characters: 300, searches: 1, listed: 3, differentListed: 3, refused: 0 },
    ...{ first: { entry: "6" }, last: { entry: "11" } },
  });
  expect(people.find(({ email }) => email === counsel.email)).toMatchObject({
    searches: 1,
    listed: 0,
    exported: 2,
    downloads: 1,
    refused: 1,
  });
});

test("the roster knows who was admitted, what they signed, and who was suspended by name or by number", () => {
  const { people } = made("roster").report;
  expect(people.find(({ email }) => email === expert.email)).toMatchObject({
    ...{ side: "plaintiff", role: "expert", admitted: { entry: "2" }, suspended: { entry: "18" }, sessions: 1 },
    firstAccess: [{ entry: "7", tier: 2, name: "AEO" }],
    signatures: [{ entry: "3", order: "1", hash: "ab", name: "=E. Expert" }],
  });
});

test("exports, holds and the denominator name what left, what was stopped, and of how many", () => {
  expect(made("exports").report.productions).toMatchObject([
    { production: "x", state: null, refused: [{ reason: "held" }] },
    { production: "y", conversations: 2, state: "ready", files: [{ name: "a.jsonl" }], downloads: [{ file: "a.jsonl" }] },
  ]);
  expect(made("holds").report).toMatchObject({ holds: [{ authority: "ECF 9", released: null }], blocked: [{ attempts: 1 }] });
  expect(made("denominator").report).toMatchObject({
    ...{ conversations: 1000, volumes: [{ volume: "VOL001" }] },
    sides: [
      { side: "plaintiff", searches: 1, conversationsListed: 3, conversationsOpened: 2, looks: 3 },
      { side: "defense", searchesThatFoundNothing: 1, conversationsExported: 2 },
    ],
  });
  expect(made("refusals").report).toMatchObject({ total: 1, more: 0, kinds: [{ reason: "held", times: 1 }] });
});

test("a report does not depend on the order in which the log is told, to the byte", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), fc.constantFrom(...ReportKind.options), (shuffled, kind) => {
      expect(documentOf(made(kind, shuffled))).toEqual(documentOf(made(kind)));
    }),
    { numRuns: 60 },
  );
});

test("what a name holds runs in no spreadsheet and makes no Markdown", () => {
  const exotic = linesOf([
    { ...expert, at: day + 1, email: "=cmd|'/c'!a@x", outcome: "refused", action: "conversation:view", object: "| # [x](y) <b>" },
  ]);
  const report = made("refusals", exotic);
  expect(asCsv(report)).toContain("'=cmd|'/c'!a@x");
  expect(asMarkdown(report)).toContain("\\| \\# \\[x\\]\\(y\\) \\<b\\>");
});

test("a set of control numbers counts as a set of strings does", () => {
  const control = fc.oneof(
    fc.tuple(fc.constantFrom("A-", "A-0", "DEMO-", ""), fc.integer({ min: 0, max: 20_000 })).map(([prefix, n]) => `${prefix}${n}`),
    fc.integer({ min: 0, max: 999_999_999 }).map((n) => `P-${String(n).padStart(9, "0")}`),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(control, { maxLength: 400 }), (all) => {
      const numbers = new ControlNumbers();
      for (const one of all) numbers.add(one);
      expect(numbers.size).toBe(new Set(all).size);
    }),
  );
});

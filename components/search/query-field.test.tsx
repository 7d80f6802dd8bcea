import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { draftOf, QueryField } from "./query-field";

const settings = { queryPrecedence: "dtsearch" } as const;
const shown = (text: string) =>
  renderToStaticMarkup(<QueryField asked="" settings={settings} draft={draftOf(text, settings)} type={vi.fn()} search={vi.fn()} />);

test("a query is read while it is typed, as the matter has it, and nothing is asked for it", () => {
  expect(draftOf("a AND b OR c", settings)).toMatchObject({
    reading: "Conversations with “a” and (either “b” or “c”)",
    parts: 2,
    problem: null,
  });
  expect(draftOf("a AND b OR c", { queryPrecedence: "sql" })).toMatchObject({ reading: "Conversations with either (“a” and “b”) or “c”" });
  expect(draftOf("", settings)).toMatchObject({ reading: "Every conversation", parts: 0, problem: null });
});

test("what is wrong is marked under the field, letter under letter", () => {
  const html = shown("copyright OR news w/5 court");
  expect(html).toContain('aria-invalid="true"');
  expect(html).toMatch(/<span class="invisible">copyright OR news <\/span><span[^>]*><span[^>]*><\/span>w\/5<\/span>/);
  expect(shown("copyright w/5 court")).not.toContain("invisible");
});

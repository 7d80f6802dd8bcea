import { expect, test } from "vitest";
import { Refusal } from "./ask";
import { inLabels } from "./refusal-notice";

const refused = new Refusal(400, "invalid", "target: An address begins with https://. cvBytes: Too large", {
  problems: [
    { at: "target", message: "An address begins with https://." },
    { at: "cvBytes", message: "Too large" },
    { at: "", message: "One of them is wanted." },
  ],
});
const labels: Record<string, string> = { target: "Address" };

test("what is wrong with a form is said by the labels of its fields, and by the program's names only where there is no label", () => {
  const told = inLabels(refused, (field) => labels[field] ?? null);
  expect(told).toMatchObject({
    code: "invalid",
    message: "Address: An address begins with https://. cvBytes: Too large One of them is wanted.",
    details: refused.details,
  });
});

test("any other refusal is told as it came", () => {
  const held = new Refusal(409, "held", "A legal hold stops this.", {});
  expect(inLabels(held, () => "Address")).toBe(held);
});

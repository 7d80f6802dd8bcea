import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { CheckpointAnswer } from "@/domain/proofs/schema";
import { Said } from "./checkpoint-line";

const newest: CheckpointAnswer = {
  ...{ origin: "room/halcyon", size: 1_200, root: "ab".repeat(22), note: "", at: "2026-11-28T20:00:00Z" },
  ...{ behind: { entries: 0, seconds: 0 }, cosignatures: [], unwitnessedSince: null },
};
const said = (more: Partial<CheckpointAnswer>) => renderToStaticMarkup(<Said newest={{ ...newest, ...more }} />);

test("what waits for more than a minute is said, and what waits for less is not", () => {
  expect(said({ behind: { entries: 40, seconds: 60 } })).not.toContain("wait");
  expect(said({ behind: { entries: 40, seconds: 130 } })).toMatch(/role="status"[^>]*>40 entries wait to be signed since 2 min/);
});

test("a witness that is silent for more than ten minutes is said", () => {
  expect(said({ unwitnessedSince: "2026-11-28T19:51:00Z" })).not.toContain("No witness");
  expect(said({ unwitnessedSince: "2026-11-28T19:40:00Z" })).toMatch(/role="status"[^>]*>No witness has confirmed the log since/);
});

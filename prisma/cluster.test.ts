import { expect, test } from "vitest";
import { sharedBuffers } from "./cluster";

const GB = 2 ** 30;

test.each([
  ["a machine", 24 * GB, 0, 6_144],
  ["a container that may use less than its machine has", 64 * GB, 4 * GB, 1_024],
  ["a container whose limit is none", 16 * GB, 2 ** 63, 4_096],
  ["a large machine", 512 * GB, 0, 8_192],
  ["a small one", 0.25 * GB, 0, 128],
])("the database keeps pages in a quarter of the memory that it may have: %s", (_, total, limit, megabytes) => {
  expect(sharedBuffers(total, limit)).toBe(megabytes);
});

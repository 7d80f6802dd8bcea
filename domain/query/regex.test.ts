import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";
import { regexOf } from "./regex";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

const piece = fc.constantFrom(
  ..."a b Z 0 9 é 天 _ - , . * + ? | ( ) [ ] ^ $ { } / : \\ ! # ~".split(" "),
  ..."\\d \\w \\s \\D \\W \\S \\m \\M \\y \\. \\\\ \\b \\B \\1 \\u0041 \\x41 [a-z] [^0-9] [\\d_] [a-\\d] [] [^] [[:alpha:]] [z-a] {2} {2,} {2,5} {,3} {5,2} {999} (?: (?= *? ++ ^* $+ ^{2} (| |) ||".split(
    " ",
  ),
);
const patterns = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join("")),
  { minLength: 60, maxLength: 60 },
);

test("an expression that is accepted is one for PostgreSQL too", { timeout: 60_000 }, async () => {
  let [accepted, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(patterns, async (some) => {
      for (const pattern of some) {
        try {
          regexOf(pattern, { at: 0, length: 0 });
        } catch {
          refused++;
          continue;
        }
        accepted++;
        const { rows } = await world.admin.query("SELECT 'Az 09 é天' ~* $1 AS answers", [pattern]).catch((error: Error) => {
          throw new Error(`${JSON.stringify(pattern)}: ${error.message}`);
        });
        expect(typeof rows[0].answers).toBe("boolean");
      }
    }),
    { numRuns: 60 },
  );
  expect(Math.min(accepted, refused)).toBeGreaterThan(300);
});

test("what is nested and repeated takes no longer than the text is long", async () => {
  const hostile = "a".repeat(100_000);
  for (const pattern of ["(a+)+b", "(a|aa)+$b", "(a*)*b", "(.*)(.*)(.*)(.*)b", "(a?){30}a{30}b", "(a|b|ab)*c"]) {
    regexOf(pattern, { at: 0, length: 0 });
    const began = performance.now();
    await world.admin.query("SELECT $1 ~* $2", [hostile, pattern]);
    expect(performance.now() - began, pattern).toBeLessThan(3_000);
  }
});

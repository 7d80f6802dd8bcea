import fc from "fast-check";
import { expect, test } from "vitest";
import { newSecret, openKeys } from "./keys";
import { commit, open, type SealedFor, seal, secretOf } from "./seal";

const whom: SealedFor = { purpose: "test", matter: "m", side: "plaintiff", epoch: 1 };

async function newPair() {
  const secret = await newSecret();
  return { publicKey: secret.publicKey, pair: (await openKeys(secret)).pair };
}

test("what is sealed opens with the key it was sealed to, byte for byte", async () => {
  const { pair, publicKey } = await newPair();
  expect(publicKey).toHaveLength(65);
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const secret = secretOf(value);
      expect(await open(pair, whom, await commit(secret), await seal(publicKey, whom, secret))).toEqual(secret);
    }),
    { numRuns: 40 },
  );
});

test("a box opens for nothing else: another key, purpose, matter, side, epoch, commitment, or any flipped byte", async () => {
  const { pair, publicKey } = await newPair();
  const secret = secretOf({ query: "quagga" });
  const commitment = await commit(secret);
  const box = await seal(publicKey, whom, secret);
  await expect(open((await newPair()).pair, whom, commitment, box)).rejects.toThrow();
  for (const other of [{ purpose: "note" }, { matter: "n" }, { side: "defense" }, { epoch: 2 }])
    await expect(open(pair, { ...whom, ...other }, commitment, box)).rejects.toThrow();
  await expect(open(pair, whom, await commit(secretOf({ query: "quagga" })), box)).rejects.toThrow();
  for (const at of [0, 1, 64, 65, 100, box.length - 1]) {
    const flipped = box.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await expect(open(pair, whom, commitment, flipped), String(at)).rejects.toThrow();
  }
});

test("the same words are sealed differently each time, and a box tells little of their length", async () => {
  const { publicKey } = await newPair();
  const lengths = new Set<number>();
  for (let length = 0; length < 200; length++) lengths.add((await seal(publicKey, whom, secretOf("x".repeat(length)))).length);
  expect(lengths.size).toBe(1);
  const [one, two] = [secretOf("same"), secretOf("same")];
  expect(await commit(one)).not.toEqual(await commit(two));
});

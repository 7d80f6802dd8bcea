import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64, utf8 } from "./bytes";
import { box, isSigned, newSecret, openKeys, safetyNumber, signed, unbox } from "./keys";
import { passkeyKey, passphraseKey, shut, unlocked } from "./lock";
import { fromPaper, toPaper } from "./paper";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const few = 1_000; // iterations enough for a test

test("what is sealed to a public key opens with its private key, in its context alone, and unchanged", async () => {
  const made = await newSecret();
  const [ours, theirs] = [await openKeys(made), await openKeys(await newSecret())];
  const sealed = await box(made.publicKey, "note|7", utf8("Compare with the article."));
  expect(text(await unbox(ours.pair, "note|7", sealed))).toBe("Compare with the article.");
  await expect(unbox(ours.pair, "note|8", sealed)).rejects.toThrow();
  await expect(unbox(theirs.pair, "note|7", sealed)).rejects.toThrow();
  for (const at of [0, 1, 64, 65, sealed.length - 1]) {
    const changed = sealed.map((byte, n) => (n === at ? byte ^ 1 : byte));
    await expect(unbox(ours.pair, "note|7", changed), `byte ${at}`).rejects.toThrow();
  }
});

test("an opened private key cannot be taken out again", async () => {
  const { pair, sign } = await openKeys(await newSecret());
  for (const key of [pair.privateKey, sign]) {
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("jwk", key)).rejects.toThrow();
  }
});

test("a private key is not opened beside a public key of another", async () => {
  const [one, other] = [await newSecret(), await newSecret()];
  await expect(openKeys({ secret: one.secret, publicKey: other.publicKey })).rejects.toThrow();
});

test("a signature holds for its statement and its key alone", async () => {
  const [one, other] = [await openKeys(await newSecret()), await openKeys(await newSecret())];
  const signature = await signed(one, "side-key|2");
  expect(await isSigned(one.signKey, "side-key|2", signature)).toBe(true);
  expect(await isSigned(one.signKey, "side-key|3", signature)).toBe(false);
  expect(await isSigned(other.signKey, "side-key|2", signature)).toBe(false);
  expect(await isSigned(new Uint8Array(7), "side-key|2", signature)).toBe(false);
});

test("a lock opens with its passphrase, in any form of Unicode, and with no other; for its owner, and for nobody else", async () => {
  const { secret } = await newSecret();
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await passphraseKey("café au lait", salt, few);
  const kept = await shut(key, "edith", secret);
  expect(await unlocked(await passphraseKey("cafe\u0301 au lait", salt, few), "edith", kept)).toEqual(secret);
  expect(await unlocked(await passphraseKey("cafe au lait", salt, few), "edith", kept)).toBeNull();
  expect(await unlocked(key, "paul", kept)).toBeNull();
  const passkey = await passkeyKey(new Uint8Array(32).fill(7), salt);
  const keptByPasskey = await shut(passkey, "edith", secret);
  expect(await unlocked(passkey, "edith", keptByPasskey)).toEqual(secret);
  expect(await unlocked(await passkeyKey(new Uint8Array(32).fill(8), salt), "edith", keptByPasskey)).toBeNull();
});

test("a public key put in the place of another, or said to be somebody else's, has another safety number", async () => {
  const [one, other] = [await newSecret(), await newSecret()];
  const said = await safetyNumber(one.publicKey, "edith");
  expect(said).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(await safetyNumber(one.publicKey, "edith")).toBe(said);
  expect(await safetyNumber(other.publicKey, "edith")).not.toBe(said);
  expect(await safetyNumber(one.publicKey, "paul")).not.toBe(said);
});

test("a secret on paper is read back however it is typed, and a slip of the hand is found", async () => {
  const { secret } = await newSecret();
  const written = await toPaper(secret);
  expect(written).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await fromPaper(written)).toEqual(secret);
  expect(await fromPaper(written.toLowerCase().replaceAll("-", " ").replaceAll("0", "o"))).toEqual(secret);
  const at = 17;
  const slip = `${written.slice(0, at)}${written[at] === "7" ? "8" : "7"}${written.slice(at + 1)}`;
  expect(await fromPaper(slip)).toBeNull();
  expect(await fromPaper("7")).toBeNull();
});

test("bytes survive base64 whatever they are", () => {
  const survives = (bytes: Uint8Array) => Buffer.from(fromBase64(toBase64(bytes))).equals(Buffer.from(bytes));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20_000 }), survives), { numRuns: 30 });
});

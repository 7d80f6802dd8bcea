import { createPrivateKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkpointText, formatProof, parseCheckpoint, parseProof } from "./checkpoint";
import { emptyFrontier, extended, inclusionProof, leafHash, provesInclusion, rootOf } from "./merkle";
import {
  cosignature,
  makeKey,
  NoteError,
  openNote,
  parseNote,
  parseSignatures,
  parseVerifierKey,
  type Signer,
  signerOf,
  signNote,
  verifierKey,
} from "./note";

// The example of the reference implementation (golang.org/x/mod/sumdb/note), whose private key is published with it.
const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const other = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const seed = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
  format: "der",
  type: "pkcs8",
});
const peter: Signer = { name: "PeterNeumann", key };
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const line = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const otherLine = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

// The examples of the C2SP documents.
const sofa = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

test("the reference example is signed, named and read back byte for byte", () => {
  expect(verifierKey(peter)).toBe(vkey);
  expect(signNote(text, peter)).toBe(`${text}\n${line}`);
  const { verified, ...note } = openNote(`${text}\n${line}${otherLine}`, [parseVerifierKey(vkey), parseVerifierKey(other)]);
  expect(note).toEqual({ text });
  expect(verified.map(({ by, at }) => [by.name, by.id, at])).toEqual([
    ["PeterNeumann", "c74f20a3", null],
    ["EnochRoot", "af0cfe78", null],
  ]);
  expect(openNote(`${text}\n${line}${otherLine}`, [parseVerifierKey(other)]).verified).toHaveLength(1);
  expect(openNote(`${text}\n${line}${line}`, [parseVerifierKey(vkey)]).verified).toHaveLength(1);
});

test("what is no note, or not signed by who is known, is refused", () => {
  const keys = [parseVerifierKey(vkey)];
  const wrong = [
    text,
    `${text}\n`,
    `${text}\n${line.slice(0, -1)}`,
    `\u0001${text}\n${line}`,
    `\ud800${text}\n${line}`,
    `${text}\n${line.replace("—", "-")}`,
    `${text}\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
    `${text}\n${line}Unexpected line.\n`,
    `${text}\n${line.repeat(101)}`,
    `${text}\n${otherLine}`,
    `${text}\n${line.slice(0, 60)}ABCD${line.slice(60)}`,
    `${text.replace("answer", "answers")}\n${line}`,
  ];
  for (const note of wrong) expect(() => openNote(note, keys), note).toThrow(NoteError);
  for (let i = 0; i < vkey.length; i++) {
    expect(() => parseVerifierKey(vkey.slice(i + 1))).toThrow(NoteError);
    expect(() => parseVerifierKey(vkey.slice(0, i))).toThrow(NoteError);
    expect(() => parseVerifierKey(vkey.slice(0, i) + String.fromCharCode(vkey.charCodeAt(i) + 1) + vkey.slice(i + 1))).toThrow(NoteError);
  }
  // A key of the wrong length and one of an unknown kind, each under the id that fits.
  expect(() => parseVerifierKey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")).toThrow(NoteError);
  expect(() => parseVerifierKey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")).toThrow(NoteError);
});

test("the published example of a cosigned checkpoint is read", () => {
  const { text, signatures } = parseNote(sofa);
  expect(parseCheckpoint(text)).toEqual({
    origin: "example.com/behind-the-sofa",
    size: 20852163,
    root: Buffer.from("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "base64"),
  });
  expect(checkpointText(parseCheckpoint(text))).toBe(text);
  expect(signatures.map(({ name, id, bytes }) => [name, id, bytes.length])).toEqual([
    ["example.com/behind-the-sofa", "033de0ae", 64],
    ["witness.example.com/w1", "8d66cf3f", 72],
  ]);
  expect(Buffer.from(signatures[1]?.bytes ?? []).readBigUInt64BE()).toBe(1679315147n);
});

test("a real checkpoint of a public log verifies by the key it is published with", () => {
  // The C2SP example is one of sum.golang.org under another name: under its own, its signature holds; under the other, it is nobody's.
  const golang = parseVerifierKey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
  const { text, signatures } = parseNote(sofa);
  const signature = signatures[0]?.line.replace("example.com/behind-the-sofa", golang.name);
  const real = `${text.replace("example.com/behind-the-sofa", "go.sum database tree")}\n${signature}`;
  expect(openNote(real, [golang]).verified).toHaveLength(1);
  expect(() => openNote(sofa, [golang])).toThrow("not signed by any");
});

test("a witness's line says when, and holds for this text, this time and this key alone", () => {
  const witness = signerOf("witness.example/w1", makeKey());
  const known = parseVerifierKey(verifierKey(witness, { witness: true }));
  const { text } = parseNote(sofa);
  const line = cosignature(text, witness, new Date("2026-04-30T09:00:00.900Z"));
  expect(openNote(`${text}\n${line}`, [known]).verified[0]?.at).toEqual(new Date("2026-04-30T09:00:00Z"));
  expect(() => openNote(`${text.replace("20852163", "20852164")}\n${line}`, [known])).toThrow(NoteError);
  const [signature] = parseSignatures(line);
  const later = Buffer.concat([Buffer.from(known.id, "hex"), signature?.bytes ?? Buffer.of()]);
  later.writeUInt8(later.readUInt8(11) + 1, 11);
  expect(() => openNote(`${text}\n— ${witness.name} ${later.toString("base64")}\n`, [known])).toThrow("does not fit");
  // As a plain signature the same key has another id.
  expect(() => openNote(`${text}\n${line}`, [parseVerifierKey(verifierKey(witness))])).toThrow("not signed by any");
  expect(() => openNote(signNote(text, witness), [known])).toThrow("not signed by any");
});

test("whatever one byte of a signed checkpoint becomes, it is refused", () => {
  const log = signerOf("log.example/1", makeKey());
  const keys = [parseVerifierKey(verifierKey(log))];
  const note = Buffer.from(signNote(checkpointText({ origin: log.name, size: 7, root: leafHash(Buffer.of()) }), log));
  fc.assert(
    fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(note);
      changed.writeUInt8(changed.readUInt8(at) ^ change, at);
      expect(() => openNote(changed.toString("utf8"), keys)).toThrow(NoteError);
    }),
    { numRuns: 600 },
  );
});

test("what is no checkpoint is refused", () => {
  const root = Buffer.alloc(32).toString("base64");
  const wrong = [
    "",
    "log\n1\n",
    `log\n01\n${root}\n`,
    `log\n-1\n${root}\n`,
    `log\n1\nAAAA\n`,
    `\n1\n${root}\n`,
    `log\n1\n${root}`,
    `log\n1\n${root}\n\n`,
    `log\n99999999999999999\n${root}\n`,
  ];
  for (const one of wrong) expect(() => parseCheckpoint(one), one).toThrow(NoteError);
  expect(parseCheckpoint(`log\n1\n${root}\nan extension\n`).size).toBe(1);
});

test("a proof of a log is written and read back, and proves its leaf", async () => {
  const log = signerOf("log.example/1", makeKey());
  const leaves = Array.from({ length: 5 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
  const root = rootOf(extended(emptyFrontier, leaves));
  const note = signNote(checkpointText({ origin: log.name, size: 5, root }), log);
  const hashes = await inclusionProof(
    async (nodes) =>
      nodes.map(({ level, index }) => rootOf(extended(emptyFrontier, leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)))),
    3,
    5,
  );
  const written = formatProof({ extra: Buffer.from("entry 3"), index: 3, hashes, note });
  expect(written.split("\n").slice(0, 3)).toEqual(["c2sp.org/tlog-proof@v1", "extra ZW50cnkgMw==", "index 3"]);
  const proof = parseProof(written);
  expect(formatProof(proof)).toBe(written);
  const checkpoint = parseCheckpoint(openNote(proof.note, [parseVerifierKey(verifierKey(log))]).text);
  expect(provesInclusion(leafHash(proof.extra ?? Buffer.of()), proof.index, checkpoint.size, checkpoint.root, proof.hashes)).toBe(true);
  expect(parseProof(formatProof({ ...proof, extra: null })).extra).toBeNull();
  for (const wrong of [
    "",
    written.replace("v1", "v2"),
    written.replace("index 3", "index 03"),
    written.replace("extra ", "extra !"),
    written.replace("\n\n", "\nAAAA\n\n"),
  ])
    expect(() => parseProof(wrong), wrong).toThrow(NoteError);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { statementOf } from "@/domain/filings/statement";
import { checkpointText } from "@/lib/checkpoint";
import { makeKey, openNote, parseVerifierKey, signerOf, verifierKey } from "@/lib/note";
import { signStatement } from "./sign-statement";

let folder: string;
let file: string;
const pem = makeKey();
const origin = "reading-room-00000000/test";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rr-statement-"));
  file = path.join(folder, "key.pem");
  await writeFile(file, pem);
});
afterAll(() => rm(folder, { recursive: true }));

const text = statementOf({ origin, kind: "access", from: "2026-11-01", to: "2026-11-30", size: 12, sha256: "ab".repeat(32) });

test("a statement about a report is signed with the key of its log", async () => {
  const key = parseVerifierKey(verifierKey(signerOf(origin, pem)));
  expect(openNote(await signStatement(file, origin, text), [key]).text).toBe(text);
});

test("nothing else is signed: no checkpoint, no statement under another name, no line more", async () => {
  const checkpoint = checkpointText({ origin, size: 12, root: Buffer.alloc(32) });
  for (const other of [
    checkpoint,
    `${text}x\n`,
    text.replace("report access", "12"),
    text.replace(origin, "another/log"),
    "",
    text.slice(0, -1),
  ])
    await expect(signStatement(file, origin, other)).rejects.toThrow("signs checkpoints");
  await expect(signStatement(file, "another/log", text)).rejects.toThrow("signs checkpoints");
});

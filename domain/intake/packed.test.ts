import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { newWorld, type World } from "@/prisma/testing/world";
import { runIntake } from "./run-intake";
import { RunIntake } from "./schema";

let world: World;
let custodian: Actor;
const folder = mkdtempSync(path.join(tmpdir(), "packed-"));
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

let names = 0;
function write(content: string | Buffer, extension: string): string {
  const file = path.join(folder, `${++names}.${extension}`);
  writeFileSync(file, content);
  return file;
}
const take = (files: string[]) =>
  runIntake(custodian, RunIntake.parse({ volume: `Packed ${++names}`, files }), { intakeUrl: world.intakeUrl });

test("a table of pairs: rows are stored or rejected with their place, beside other files of the volume", async () => {
  const table =
    '\ufeffconversation_hash,user_query,target_response\r\nh1,"What, ""now""?\nSay.",Yes.\r\nh2,only two\r\nh3,"wrong"quote,x\r\nh4,No answer?,\r\n';
  const lines = `${JSON.stringify({ prompt: "p", output: "o" })}\n`;
  const report = await take([write(table, "csv"), write(lines, "jsonl")]);
  expect(report).toMatchObject({ records: 5, conversations: 3, rejected: 2, outputsMissing: 1 });
  expect(report.rejections).toMatchObject([
    {
      line: 4,
      byteOffset: table.indexOf("h2") + 2,
      byteLength: 11,
      reason: "not as many fields as the table has columns: 2, and there are 3",
    },
    { line: 5, reason: "not a row of the table: a quote stands where none may" },
  ]);
  const { rows } = await world.admin.query(
    "SELECT turns->0->>'text' AS said FROM record.staged UNION ALL SELECT turns->0->>'text' FROM record.conversation_text",
  );
  expect(rows.map(({ said }) => said)).toContain('What, "now"?\nSay.');
});

test("a table with other separators is refused before anything is stored, and says what to do", async () => {
  await expect(take([write("id;prompt;output\n1;a;b\n", "csv")])).rejects.toThrow(/separated by semicolons\. Write it with commas/);
  await expect(take([write("prompt\toutput\na\tb\n", "tsv")])).rejects.toThrow(/separated by tabs/);
});

test("a zstd file is read as it is; one that is cut off keeps what was read and reports the rest", async () => {
  // {"prompt":"packed","output":"yes"} and a line break, by the zstd program.
  const packed = Buffer.from("KLUv/QRYGQEAeyJwcm9tcHQiOiJwYWNrZWQiLCJvdXRwdXQiOiJ5ZXMifQqNuunG", "base64");
  expect(await take([write(packed, "zst")])).toMatchObject({ conversations: 1, rejected: 0 });
  const cut = await take([write(Buffer.concat([packed, packed.subarray(0, 20)]), "zst")]);
  expect(cut).toMatchObject({ conversations: 1, rejected: 1 });
  expect(cut.rejections[0]?.reason).toMatch(/cut off/);
});

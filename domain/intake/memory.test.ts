// What is delivered may be made to fill the memory of whoever reads it. The intake runs in a process of its own here, which tells how much it took.
import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";

let world: World;
let folder: string;
beforeAll(async () => {
  world = await newWorld();
  folder = await mkdtemp(path.join(tmpdir(), "intake-memory-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.close();
});

const MOST = 512; // MiB
const program = `
  import { runIntake } from "./domain/intake/run-intake";
  import { RunIntake } from "./domain/intake/schema";
  const [actor, file, volume, intakeUrl] = process.argv.slice(-4);
  const asked = RunIntake.parse({ volume, files: [file], format: "messages" });
  const { conversations, rejections } = await runIntake(JSON.parse(actor), asked, { intakeUrl });
  console.log(JSON.stringify({ conversations, rejections, mebibytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
  process.exit(0);
`;
const good = `${JSON.stringify({ messages: [{ role: "user", content: "Who?" }] })}\n`;

async function taken(volume: string, file: string) {
  const given = [JSON.stringify(await world.actor("custodian")), file, volume, world.intakeUrl];
  const node = ["--import", "tsx", "--conditions=react-server", "--input-type=module", "--eval", program, ...given];
  const { stdout } = await promisify(execFile)(process.execPath, node, { env: { ...process.env, READING_ROOM_DATA: folder } });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as {
    conversations: number;
    mebibytes: number;
    rejections: { line: number; reason: string }[];
  };
}
async function packed(name: string, pieces: Iterable<string>) {
  const file = path.join(folder, name);
  await pipeline(Readable.from(pieces), createGzip({ level: 1 }), createWriteStream(file));
  return file;
}

test("a line of a gigabyte, in a file of a few megabytes, stays within its memory and is rejected with its length", {
  timeout: 240_000,
}, async () => {
  const piece = "x".repeat(1 << 20);
  function* pieces() {
    yield good;
    yield '{"messages":[{"role":"user","content":"';
    for (let n = 0; n < 1_024; n++) yield piece;
    yield `"}]}\n${good}`;
  }
  const { conversations, rejections, mebibytes } = await taken("Bomb", await packed("bomb.jsonl.gz", pieces()));
  expect({ conversations, rejections }).toMatchObject({ conversations: 2, rejections: [{ line: 2 }] });
  expect(rejections[0]?.reason).toMatch(/^too long: 10737\d{5} bytes/);
  expect(mebibytes).toBeLessThan(MOST);
});

test("a hundred thousand levels, nothing and half a character, again and again, are told apart and stay within its memory", {
  timeout: 240_000,
}, async () => {
  const deep = `{"messages":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`;
  const odd = `${JSON.stringify({ messages: [{ role: "user", content: "nothing \u0000 and half \ud83d" }] })}\n`;
  function* pieces() {
    for (let n = 0; n < 200; n++) yield deep + odd;
  }
  const { conversations, rejections, mebibytes } = await taken("Deep", await packed("deep.jsonl.gz", pieces()));
  expect(conversations).toBe(200);
  expect(new Set(rejections.map(({ reason }) => reason))).toEqual(new Set(["nested too deeply: 100001 levels, and 200 are allowed"]));
  expect(mebibytes).toBeLessThan(MOST);
});

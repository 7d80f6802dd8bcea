import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { newWorld, type World } from "@/prisma/testing/world";
import { type IntakeTools, runIntake } from "./run-intake";
import { RunIntake } from "./schema";

let world: World;
let custodian: Actor;
const folder = mkdtempSync(path.join(tmpdir(), "intake-"));
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

let names = 0;
const freshName = () => `Volume ${++names} of intake`;
function write(content: string | Buffer, extension = "jsonl"): string {
  const file = path.join(folder, `${++names}.${extension}`);
  writeFileSync(file, content);
  return file;
}
const take = (files: string[], more: Partial<RunIntake> = {}, tools: Partial<IntakeTools> = {}, who = custodian) =>
  runIntake(who, RunIntake.parse({ volume: freshName(), files, ...more }), { intakeUrl: world.intakeUrl, ...tools });
const talk = (said: string, more: object = {}) => ({
  messages: [
    { role: "user", content: said },
    { role: "assistant", content: "Yes." },
  ],
  ...more,
});
const line = (said: string, more: object = {}) => `${JSON.stringify(talk(said, more))}\n`;

/** Everything that was stored of a volume, whatever its internal numbers. */
async function contents(volume: string) {
  const { rows } = await world.admin.query(
    `SELECT c.docno - v.first_docno AS n, c.started_at, c.turns, c.words, c.parts, c.flags, c.sha256, t.part, t.turns AS said, s.line, s.byte_offset, s.byte_length, s.sha256 AS source, s.source_id, s.metadata, s.branches
     FROM record.volume v JOIN record.conversation c ON c.volume_id = v.id JOIN record.conversation_text t USING (docno) JOIN record.conversation_source s USING (docno)
     WHERE v.name = $1 ORDER BY c.docno, t.part`,
    [volume],
  );
  return rows;
}

test("every line is stored or rejected, whatever it holds, and a bad one never stops the rest", async () => {
  const good = fc.string({ unit: "binary", minLength: 1 }).map((said) => ({ text: line(said).trimEnd(), good: true }));
  const bad = fc
    .oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.constantFrom("{", '{"messages":[]}', '{"messages":[{"role":"x"}]}', '{"a":1,"a":2}', "[[[[", '{"messages":"no"}', "nan"),
    )
    .map((text) => ({ text: text.replace(/[\r\n]/g, " "), good: false }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(good, bad), { minLength: 1, maxLength: 40 }), fc.boolean(), async (all, packed) => {
      const kept = [{ text: line("the first").trimEnd(), good: true }, ...all.filter(({ text }) => /[^ \t]/.test(text))];
      const bytes = Buffer.from(kept.map(({ text }) => `${text}\n`).join(""));
      const report = await take([write(packed ? gzipSync(bytes) : bytes)], { format: "messages" });
      expect(report.records).toBe(kept.length);
      expect(report.conversations + report.rejected).toBe(kept.length);
      expect(report.conversations).toBeGreaterThanOrEqual(kept.filter((one) => one.good).length);
      const offsets = kept.map((_, i) =>
        Buffer.byteLength(
          kept
            .slice(0, i)
            .map(({ text }) => `${text}\n`)
            .join(""),
        ),
      );
      for (const { line: at, byteOffset } of report.rejections) expect(byteOffset).toBeGreaterThanOrEqual(offsets[at - 1] ?? -1);
    }),
    { numRuns: 12 },
  );
}, 60_000);

const many = Array.from({ length: 5_000 }, (_, i) =>
  i % 700 === 13 ? "{broken\n" : line(`question ${i}`, { id: i, timestamp: 1_700_000_000 - i }),
);

test("an intake that breaks off and goes on stores what an undisturbed one stores", async () => {
  const file = write(gzipSync(many.join("")), "jsonl.gz");
  const whole = freshName();
  const undisturbed = await take([file], { volume: whole });
  expect(undisturbed).toMatchObject({ records: 5_000, conversations: 4_992, rejected: 8 });

  const broken = freshName();
  const abort = new AbortController();
  const onProgress: IntakeTools["onProgress"] = ({ records }) => records > 0 && abort.abort(new Error("stopped here"));
  await expect(take([file], { volume: broken }, { onProgress, signal: abort.signal })).rejects.toThrow("stopped here");
  const { rows } = await world.admin.query(
    "SELECT d.records, d.stored, d.state FROM record.delivery d JOIN record.volume v ON v.id = d.volume_id WHERE v.name = $1",
    [broken],
  );
  expect(rows).toEqual([{ records: 2_000, stored: 1_997, state: "reading" }]);

  const messages: string[] = [];
  const resumed = await take([file], { volume: broken, resume: true }, { onMessage: (message) => messages.push(message) });
  expect(messages[0]).toMatch(/was broken off after 2000 records and goes on from there/);
  const text = (report: object) => JSON.stringify({ ...report, volume: "", controlPrefix: "" });
  expect(text(resumed)).toBe(text(undisturbed));
  expect(await contents(broken)).toEqual(await contents(whole));
});

test("threads that read at once store what one does, in whatever order they end, broken off or not", async () => {
  // A record for which threads make room, in the middle.
  const huge = `{"messages":"${"x".repeat(9 * 1024 * 1024)}"}\n`;
  const file = write(gzipSync([...many.slice(0, 3_000), huge, ...many.slice(3_000)].join("")), "jsonl.gz");
  const [one, several] = [freshName(), freshName()];
  const alone = await take([file], { volume: one }, { threads: 0 });
  const abort = new AbortController();
  const onProgress: IntakeTools["onProgress"] = ({ records }) => records > 0 && abort.abort(new Error("stopped here"));
  await expect(take([file], { volume: several }, { threads: 2, onProgress, signal: abort.signal })).rejects.toThrow("stopped here");
  const together = await take([file], { volume: several, resume: true }, { threads: 3 });
  const text = (report: object) => JSON.stringify({ ...report, volume: "", controlPrefix: "" });
  expect(text(together)).toBe(text(alone));
  expect(await contents(several)).toEqual(await contents(one));
}, 60_000);

test("threads begin while files are checked, and end with an intake that is refused", async () => {
  const begun: Promise<unknown>[] = [];
  const onWorker = (thread: Worker) => begun.push(once(thread, "exit"));
  process.on("worker", onWorker);
  let checking = 0;
  const onProgress: IntakeTools["onProgress"] = ({ step }) => step === "checking" && (checking ||= begun.length);
  const unlisted = { files: [{ file: "another.jsonl", sha256: "0".repeat(64) }] };
  const refused = take([write(many.join(""))], { manifest: unlisted }, { threads: 2, onProgress });
  await expect(refused).rejects.toMatchObject({ code: "invalid" });
  process.off("worker", onWorker);
  expect(checking).toBe(2);
  await Promise.all(begun);
});

test("a database that goes away in mid-intake is a clear error, and nothing committed is lost", async () => {
  const file = write(many.join(""));
  const volume = freshName();
  let cut: Promise<unknown> | undefined;
  const onProgress: IntakeTools["onProgress"] = ({ records }) => {
    if (records > 0)
      cut ??= world.admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'intake' AND datname = current_database()",
      );
  };
  await expect(take([file], { volume }, { onProgress })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("run the same command again"),
  });
  await cut;
  expect(await take([file], { volume })).toMatchObject({ records: 5_000, conversations: 4_992, rejected: 8 });
});

test("a full disk is a clear error, and nothing committed is lost", async () => {
  const file = write(many.join(""));
  const volume = freshName();
  await world.admin.query(`CREATE FUNCTION record.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON record.staged FOR EACH ROW WHEN (NEW.ordinal > 2500) EXECUTE FUNCTION record.no_room()`);
  await expect(take([file], { volume })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/^The disk of the database is full/),
  });
  await world.admin.query("DROP FUNCTION record.no_room() CASCADE");
  expect(await take([file], { volume })).toMatchObject({ records: 5_000, conversations: 4_992, rejected: 8 });
});

test("a file is read once, by its hash, whatever its name; a sealed volume takes no other", async () => {
  const volume = freshName();
  const said: string[] = [];
  const first = await take([write(line("once"))], { volume });
  const again = await take([write(line("once"))], { volume }, { onMessage: (message) => said.push(message) });
  expect(again).toEqual(first);
  expect(said[0]).toMatch(/is in the volume .* already/);
  await expect(take([write(line("another"))], { volume })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("sealed"),
  });
});

test("what is wrong with a file is said before anything is stored", async () => {
  const volume = freshName();
  const wrong: [string, RegExp][] = [
    [path.join(folder, "missing.jsonl"), /no such file/],
    [folder, /is not a file/],
    [write("name,age\nAda,36\n", "csv"), /in no format known here\. It is not JSON/],
    [write('{"name":"Ada","age":36}\n'), /in no format known here\. Its first record has name, age/],
    [write(""), /holds no records/],
    [write(Buffer.from("504b030400", "hex"), "zip"), /zip archive/],
    [write(Buffer.from("fffe7b00", "hex")), /UTF-16/],
  ];
  for (const [file, sentence] of wrong) await expect(take([write(line("good")), file], { volume })).rejects.toThrow(sentence);
  expect((await world.admin.query("SELECT FROM record.volume WHERE name = $1", [volume])).rows).toEqual([]);
});

test("a gzip file that is cut off keeps what was read and reports the rest", async () => {
  const bytes = gzipSync(Array.from({ length: 300 }, (_, i) => line(`question ${i} ${Math.sin(i)}`)).join(""));
  const report = await take([write(bytes.subarray(0, bytes.length - 700), "jsonl.gz")]);
  expect(report.conversations).toBeGreaterThan(100);
  expect(report.conversations + report.rejected).toBe(report.records);
  expect(report.rejections.map(({ reason }) => reason)).toContain("the compressed file is cut off: what followed is missing");
});

test("invalid bytes, endless lines, depth, double keys: rejected with place and reason, beside records that are stored", async () => {
  const before = line("before");
  const invalid = Buffer.concat([Buffer.from('{"messages":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]);
  const long = `{"messages":"${"x".repeat(33 * 1024 * 1024)}"}\n`;
  const deep = `{"messages":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`;
  const twice = '{"messages":[{"role":"user","content":"a","content":"b"}]}\n';
  const wide = `{"messages":[${"[],".repeat(1_100_000)}[]]}\n`;
  const report = await take([
    write(Buffer.concat([Buffer.from(before), invalid, Buffer.from(long + deep + twice + wide + line("after"))])),
  ]);
  expect(report).toMatchObject({ conversations: 2, rejected: 5, records: 7 });
  expect(report.rejections.map(({ line: at, byteOffset, reason }) => ({ at, byteOffset, reason }))).toEqual([
    { at: 2, byteOffset: before.length, reason: "not UTF-8: byte 14 of the record" },
    {
      at: 3,
      byteOffset: before.length + invalid.length,
      reason: `too long: ${long.length - 1} bytes, and a record may have ${32 * 1024 * 1024}`,
    },
    { at: 4, byteOffset: expect.any(Number), reason: "nested too deeply: 100001 levels, and 200 are allowed" },
    { at: 5, byteOffset: expect.any(Number), reason: "a key stands twice in one object: which value was meant cannot be known" },
    { at: 6, byteOffset: expect.any(Number), reason: expect.stringMatching(/^too many values/) },
  ]);
  expect(JSON.stringify(report)).not.toContain("xxx");
});

test("what the database cannot hold is replaced and flagged, in text, keys and names alike", async () => {
  const volume = freshName();
  const odd =
    '{"id":12345678901234567890,"messages":[{"role":"user","content":"a\\u0000b\\ud800c"}],"no\\u0000te":"\\udfff","__proto__":{"x":1},"n":9007199254740993}\n';
  const report = await take([write(odd + line("plain"))], { volume });
  expect(report).toMatchObject({ conversations: 2, charactersReplaced: 1, outputsMissing: 1 });
  const rows = await contents(volume);
  const kept = rows.find(({ source_id }) => source_id === "12345678901234567890");
  expect(kept.said[0].text).toBe("a\u2400b\ufffdc");
  expect(kept.flags & 8).toBe(8);
  expect(JSON.stringify(kept.metadata)).toBe(JSON.stringify({ n: "9007199254740993", "no\u2400te": "\ufffd", ["__proto__"]: { x: 1 } }));
});

test("of a text of megabytes every sign is kept, of two halves or one", async () => {
  const volume = freshName();
  const said = "😀".repeat(600_000);
  const report = await take([write(line(said) + line(`x${said}`))], { volume });
  expect(report).toMatchObject({ conversations: 2, charactersReplaced: 0 });
  const texts = (await contents(volume)).map(({ said: turns }) => turns[0].text as string).filter((text) => text !== "Yes.");
  expect(texts.map((text) => text.replaceAll("😀", ""))).toEqual(["", "x"]);
});

test("a turn of a quarter of a million different signs can be sealed", async () => {
  const signs = Array.from({ length: 250_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join("");
  const words = Array.from({ length: 60_000 }, (_, i) => (i * 7919 + 10_007).toString(36)).join(" ");
  expect(await take([write(line(signs) + line(words.slice(0, 250_000)))])).toMatchObject({ conversations: 2 });
});

test("sealing counts words of the texts, and not those of their indexes, which nobody asks for", async () => {
  const volume = freshName();
  await take([write(Array.from({ length: 40 }, (_, i) => line(`question ${i}`)).join(""))], { volume });
  const { rows } = await world.admin.query(
    `SELECT t.reloptions AS options, (SELECT count(*)::int FROM pg_stats_ext_exprs e WHERE e.tablename = t.relname AND e.most_common_elems IS NOT NULL) AS counted,
       (SELECT count(*)::int FROM pg_index i JOIN pg_statistic s ON s.starelid = i.indexrelid WHERE i.indrelid = t.oid) AS idle,
       (SELECT count(*)::int FROM pg_index i WHERE i.indrelid = t.oid AND i.indexprs IS NOT NULL) AS indexes
     FROM record.volume v JOIN pg_class t ON t.relname = 'conversation_text_' || lpad((v.first_docno / 1000000)::text, 4, '0') WHERE v.name = $1`,
    [volume],
  );
  expect(rows).toEqual([{ options: null, counted: 1, idle: 0, indexes: 2 }]);
});

test("only who may load volumes can, and the log says what was loaded and by whom", async () => {
  const volume = freshName();
  const file = write(line("logged"));
  for (const who of ["operator", "monitor", "plaintiff counsel"] as const)
    await expect(take([file], { volume }, {}, await world.actor(who))).rejects.toMatchObject({ code: "refused" });
  await take([file], { volume });
  const { rows } = await world.admin.query(
    "SELECT email, outcome, detail->>'step' AS step, detail->>'conversations' AS n FROM audit.entry WHERE object = $1 ORDER BY id",
    [`volume:${volume}`],
  );
  expect(rows.slice(0, 3).map(({ outcome }) => outcome)).toEqual(["refused", "refused", "refused"]);
  expect(rows.slice(3)).toEqual([
    { email: "custodian@host.example", outcome: "done", step: "begin", n: null },
    { email: "custodian@host.example", outcome: "done", step: "sealed", n: "1" },
  ]);
});

test("the account that loads reads no text", async () => {
  for (const column of ["turns", "metadata", "branches", "source_id"]) {
    const { rows } = await world.admin.query("SELECT has_column_privilege('rr_intake', 'record.staged', $1, 'SELECT') AS may", [column]);
    expect(rows[0].may).toBe(false);
  }
});

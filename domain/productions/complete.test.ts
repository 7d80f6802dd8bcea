import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { signOut } from "@/domain/people/session";
import { listSetConversations } from "@/domain/sets/conversations";
import { ask, download, ended, exportingWorld, frozen, SIZE } from "@/prisma/testing/exports";
import { downloadFile } from "./download";
import { readProduction } from "./read";
import { Manifest, ProducedConversation } from "./schema";

let world: Awaited<ReturnType<typeof exportingWorld>>;
beforeAll(async () => {
  world = await exportingWorld();
});
afterAll(() => world.close());

test("an export holds exactly what its set says, and every hash verifies", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const setId = await frozen(counsel);
  const { id } = await ask(counsel, setId);
  const production = await ended(counsel, id);
  expect(production).toMatchObject({ state: "ready", written: SIZE, size: SIZE, failure: null });
  const lines = (await download(counsel, id, "conversations.jsonl"))
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => ProducedConversation.parse(JSON.parse(line)));
  const inSet: string[] = [];
  for (let after: string | undefined; inSet.length < SIZE; ) {
    const page = await listSetConversations(counsel, { id: setId, limit: 200, after });
    inSet.push(...page.items.map(({ controlNumber }) => controlNumber));
    after = page.next ?? undefined;
  }
  expect(lines.map(({ controlNumber }) => controlNumber)).toEqual(inSet);
  expect(lines[7]).toMatchObject({
    volume: "Volume 1",
    model: "gpt-4",
    language: "en",
    month: "2023-06",
    designation: "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY",
    turns: [{ turn: 1, role: "prompt" }, { turn: 2, role: "output" }, { turn: 3 }, { turn: 4, text: "No." }],
  });
  const manifest = Manifest.parse(JSON.parse((await download(counsel, id, "manifest.json")).toString("utf8")));
  expect(manifest).toMatchObject({
    matter: "In re Test",
    set: { id: setId, query: "zebras", size: SIZE },
    counts: { conversations: SIZE, turns: 4 * SIZE },
    volumes: [
      {
        name: "Volume 1",
        disclosure: "complete",
        designation: "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY",
        designated: false,
        deidTool: null,
      },
    ],
    firstControlNumber: "T1-000000001",
    lastControlNumber: "T1-000000450",
    files: [{ name: "conversations.jsonl", lines: SIZE }],
  });
  const sums = (await download(counsel, id, "SHA256SUMS")).toString("utf8");
  expect(
    sums
      .trimEnd()
      .split("\n")
      .map((line) => line.split("  ")[1]),
  ).toEqual(["conversations.jsonl", "manifest.json"]);
  for (const [hash, name] of sums
    .trimEnd()
    .split("\n")
    .map((line) => line.split("  ") as [string, string]))
    expect(
      createHash("sha256")
        .update(await download(counsel, id, name))
        .digest("hex"),
    ).toBe(hash);
  expect(production.files.map(({ name }) => name)).toEqual(["conversations.jsonl", "manifest.json", "SHA256SUMS"]);
});

test("an export whose session ends fails later with a sentence, and leaves nothing", async () => {
  const counsel = await world.actor("defense counsel");
  const { id } = await ask(counsel, await frozen(counsel));
  await signOut(counsel.secret);
  const again = await world.actor("defense counsel");
  expect((await readProduction(again, { id })).state).toBe("writing");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await world.admin.query("BEGIN; SELECT audit.append(NULL::access.actor, 'production:ask', NULL, 'done', NULL, NULL, NULL, NULL)");
  await world.admin.query("UPDATE release.production SET beat_at = beat_at - interval '2 minutes' WHERE id = $1", [id]);
  await world.admin.query("COMMIT");
  expect(await readProduction(again, { id })).toMatchObject({ state: "failed", failure: expect.stringContaining("Ask for it again") });
  expect(existsSync(path.join(world.folder, "productions", id))).toBe(false);
  expect(existsSync(path.join(world.folder, "productions", `${id}.writing`))).toBe(false);
  const { items } = await readLog(await world.actor("monitor"), { object: id, outcome: "failed", limit: 5 });
  expect(items).toHaveLength(1);
});

test("a download is of a file on the list, as it was written, or of nothing", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const { id } = await ended(counsel, (await ask(counsel, await frozen(counsel, "quagga"))).id);
  for (const name of ["../../secrets.json", "..%2F..%2Fsecrets.json", "/etc/passwd", "conversations.jsonl\0", ""])
    await expect(downloadFile(counsel, { id, name: name.replace("\0", "%00") })).rejects.toMatchObject({ code: "not_found" });
  await writeFile(path.join(world.folder, "productions", id, "manifest.json"), "{}");
  await expect(downloadFile(counsel, { id, name: "manifest.json" })).rejects.toMatchObject({ code: "unavailable" });
  const { body } = await downloadFile(counsel, { id, name: "SHA256SUMS" });
  await body.next();
  await body.return(undefined);
  expect(await readFile(path.join(world.folder, "productions", id, "SHA256SUMS"), "utf8")).toContain("conversations.jsonl");
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { SEALED_DETAIL } from "@/domain/audit/schema";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { noteFor } from "@/domain/coding/schema";
import { countConversations } from "@/domain/search/count";
import { CountConversations } from "@/domain/search/schema";
import { type Bytes, fromBase64, sha256, toBase64, utf8 } from "@/lib/bytes";
import { newSecret, openKeys } from "@/lib/keys";
import { passphraseKey, unlocked } from "@/lib/lock";
import { open } from "@/lib/seal";
import { openSecrets } from "@/prisma/open";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { joinSealing } from "./join";
import { newLock, newSideKey, openSideKeys } from "./keyring";
import { makeSideKey } from "./make-key";
import { readSealing } from "./read";

// Somebody has the whole database and every file of the data folder, and tries every byte of both as a key.

const id = "T1-000000001";
const passphrase = "correct horse battery staple";
let world: World;
let folder: string;
let boxes: { readonly whom: Parameters<typeof open>[1]; readonly commitment: Bytes; readonly box: Bytes }[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "rr-host-"));
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  const counsel = await world.actor("plaintiff counsel");
  const secret = await newSecret();
  const publicKey = toBase64(secret.publicKey);
  await joinSealing(counsel, { publicKey, lock: await newLock(counsel, counsel.person, secret, { passphrase }, "Passphrase") });
  const own = (await readSealing(counsel)).members.find(({ person }) => person === counsel.person)?.key;
  await makeSideKey(counsel, await newSideKey(counsel, null, 1, [{ person: counsel.person, id: own?.id ?? "", publicKey }]));
  const acting = await world.actor("plaintiff counsel");
  await addCode(acting, { key: "quagga", label: "Quagga", group: "issue" });
  await applyCode(acting, { id, code: "quagga", note: "A quagga, not a zebra." });
  await countConversations(acting, CountConversations.parse({ q: "quagga" }));
  const details = await world.admin.query("SELECT matter_id, side, epoch, commitment, box FROM audit.detail");
  const notes = await world.admin.query("SELECT note_commitment AS commitment, note_box AS box FROM work.coding");
  const place = { matter: world.matter, side: "plaintiff" as const, epoch: 1 };
  boxes = [
    ...details.rows.map(({ commitment, box }) => ({
      whom: { purpose: SEALED_DETAIL, ...place },
      commitment: bytes(commitment),
      box: bytes(box),
    })),
    ...notes.rows.map(({ commitment, box }) => ({
      whom: noteFor({ ...place, conversation: id, turn: null, code: "quagga", author: counsel.person }),
      commitment: bytes(commitment),
      box: bytes(box),
    })),
  ];
  // The side itself reads all of it: what follows fails for want of the key, not of something to open.
  const { keys } = await openSideKeys(await readSealing(counsel), await openKeys(secret));
  const pair = keys.get(1)?.pair;
  if (!pair) throw new Error("not held");
  const read = await Promise.all(boxes.map(({ whom, commitment, box }) => open(pair, whom, commitment, box)));
  expect(read.map(({ body }) => body).join()).toContain("A quagga, not a zebra.");
}, 60_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const bytes = (buffer: Uint8Array): Bytes => Uint8Array.from(buffer);

/** Every value of every table, as bytes, and what the files of the data folder say. */
async function everything(): Promise<Bytes[]> {
  const { rows: tables } = await world.admin.query(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relkind IN ('r', 'p', 'm')
     AND relnamespace::regnamespace::text IN ('access', 'audit', 'work', 'release', 'record', 'search', 'public')`,
  );
  const found: Bytes[] = [];
  for (const { name } of tables)
    for (const row of (await world.admin.query(`SELECT * FROM ${name}`)).rows)
      for (const value of Object.values(row)) {
        if (value instanceof Buffer) found.push(bytes(value));
        else if (value !== null) found.push(utf8(typeof value === "string" ? value : JSON.stringify(value)));
      }
  const secrets = openSecrets(folder);
  const file = readFileSync(path.join(folder, "secrets.json"), "utf8");
  return [...found, utf8(file), ...Object.values(secrets).flatMap((value) => [utf8(value), fromBase64(value)])];
}

test("neither the database nor the secrets of the host hold a key that opens a box", async () => {
  const { rows } = await world.admin.query("SELECT public_key FROM access.side_key");
  const publicKey = bytes(rows[0].public_key);
  const all = await everything();
  expect(all.length).toBeGreaterThan(150);
  // A private key is 32 bytes: every window of what there is, and the hash of all that there is, is tried as one.
  const tried = new Set<string>();
  let opened = 0;
  for (const value of all) {
    const candidates = [await sha256(value), ...windows(value)];
    for (const secret of candidates) {
      const known = toBase64(secret);
      if (tried.has(known)) continue;
      tried.add(known);
      if (
        await openKeys({ secret, publicKey }).then(
          () => true,
          () => false,
        )
      )
        opened++;
    }
  }
  expect(tried.size).toBeGreaterThan(1_000);
  expect(opened).toBe(0);
});

test("nor does any password of the host open a lock, nor another key a box", async () => {
  const { rows: locks } = await world.admin.query("SELECT salt, box, iterations, person_id FROM access.member_lock");
  const { rows: keys } = await world.admin.query("SELECT encode(public_key, 'hex') AS public FROM access.member_key");
  const secrets = Object.values(openSecrets(folder));
  for (const { salt, box, iterations, person_id: person } of locks)
    for (const guess of [...secrets, "", "password"]) {
      const context = ["reading-room", "v1", "lock", world.matter, "plaintiff", person, keys[0].public].join("|");
      expect(await unlocked(await passphraseKey(guess, bytes(salt), iterations), context, bytes(box))).toBeNull();
    }
  const { pair } = await openKeys(await newSecret());
  for (const { whom, commitment, box } of boxes) await expect(open(pair, whom, commitment, box)).rejects.toThrow();
});

test("where the order lets the monitor read it, a detail is sealed to the court too, and its entry says so; otherwise the court has no box", async () => {
  const monitor = await world.actor("monitor");
  const secret = await newSecret();
  const publicKey = toBase64(secret.publicKey);
  await joinSealing(monitor, { publicKey, lock: await newLock(monitor, monitor.person, secret, { passphrase }, "Passphrase") });
  const own = (await readSealing(monitor)).members.find(({ person }) => person === monitor.person)?.key;
  await makeSideKey(monitor, await newSideKey(monitor, null, 1, [{ person: monitor.person, id: own?.id ?? "", publicKey }]));
  const counting = async () => {
    await countConversations(await world.actor("plaintiff counsel"), CountConversations.parse({ q: "quagga" }));
    return (await readLog(monitor, { limit: 1, action: ["conversation:count"] })).items[0];
  };
  expect(await counting()).toMatchObject({ own: null, sealed: true, detail: { sealedTo: ["plaintiff/1"] } });
  await amendSettings(world, { monitorReadsSealed: true });
  const entry = await counting();
  expect(entry).toMatchObject({ own: { epoch: 1 }, sealed: true, detail: { sealedTo: ["plaintiff/1", "court/1"] } });
  const pair = (await openSideKeys(await readSealing(monitor), await openKeys(secret))).keys.get(1)?.pair;
  if (!pair || !entry?.own) throw new Error("not held");
  const commitment = bytes(Buffer.from(entry.own.commitment, "hex"));
  const whom = { purpose: SEALED_DETAIL, matter: world.matter, side: "court", epoch: 1 };
  expect(JSON.parse((await open(pair, whom, commitment, fromBase64(entry.own.box))).body)).toMatchObject({ query: "quagga" });
  const { items } = await readLog(await world.actor("plaintiff counsel"), { limit: 1, action: ["conversation:count"] });
  expect(items[0]?.own?.box).not.toBe(entry.own.box);
});

// Whole windows of long texts would be millions: every one of what may be a key, the first and the last of what is text.
function windows(value: Bytes): Bytes[] {
  const starts = value.length <= 512 ? value.length - 32 : 64;
  return Array.from({ length: Math.max(0, starts + 1) }, (_, at) => value.slice(at, at + 32));
}

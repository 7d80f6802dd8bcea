import { afterAll, beforeAll, expect, test } from "vitest";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { withdrawCode } from "@/domain/coding/withdraw";
import { countConversations } from "@/domain/search/count";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { freezeSet } from "@/domain/sets/freeze";
import { FreezeSet } from "@/domain/sets/schema";
import { commit, open } from "@/lib/seal";
import { giveSideKey } from "@/prisma/testing/side-key";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { readLog } from "./read";
import { SEALED_DETAIL } from "./schema";

let world: World;
let key: CryptoKeyPair;
const id = "T1-000000001";
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  key = await giveSideKey(world, "plaintiff");
});
afterAll(() => world.close());

// Each of these words is said once, in the one place where it is sealed, and nowhere else in this world.
const words = ["quaggaquery", "quaggacount", "quaggaset", "quaggaquestion", "quaggacode", "quagganote", "quaggalabel", "quaggamodel"];

async function work() {
  const counsel = await world.actor("plaintiff counsel");
  await searchConversations(counsel, SearchConversations.parse({ q: "quaggaquery", model: "quaggamodel" }));
  await countConversations(counsel, { q: '"quaggacount twice" OR nothing' });
  await freezeSet(counsel, FreezeSet.parse({ name: "quaggaset", query: "quaggaquestion" }));
  await addCode(counsel, { key: "quaggacode", label: "quaggalabel", group: "issue" });
  await applyCode(counsel, { id, code: "quaggacode", note: "quagganote" });
  await withdrawCode(counsel, { id, code: "quaggacode" });
  await freezeSet(counsel, FreezeSet.parse({ name: "quaggaset" })).catch(() => null);
  const defense = await world.actor("defense counsel"); // a side without a key
  await searchConversations(defense, SearchConversations.parse({ q: "quaggaquery" }));
  await addCode(defense, { key: "quaggacode", label: "quaggalabel", group: "issue" });
}

/** Every row of every table of some schemas, as a dump would have it, with the bytes of bytea columns as characters. */
async function dump(schemas: readonly string[]): Promise<Map<string, string>> {
  const { rows: columns } = await world.admin.query<{ name: string; sql: string }>(
    `SELECT c.oid::regclass::text AS name, string_agg(CASE atttypid WHEN 'bytea'::regtype THEN format('encode(%1$I, ''escape'')', attname)
       ELSE format('%1$I::text', attname) END, ', ') AS sql
     FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
     WHERE relnamespace::regnamespace::text = ANY ($1) AND relkind IN ('r', 'p', 'm') GROUP BY 1`,
    [schemas],
  );
  const dumped = new Map<string, string>();
  for (const { name, sql } of columns) {
    const { rows } = await world.admin.query(`SELECT concat_ws(' ', ${sql}) AS row FROM ${name}`);
    dumped.set(name, rows.map(({ row }) => row).join("\n"));
  }
  return dumped;
}

test("after searches, counts, sets, codes and notes no table of the log holds a word of them", async () => {
  await work();
  const dumped = await dump(["audit", "access"]);
  expect(dumped.get("audit.entry")).toContain("conversation:ask");
  expect(dumped.get("audit.detail")?.split("\n").length).toBeGreaterThan(6);
  for (const [table, rows] of dumped) for (const word of words) expect(rows.toLowerCase().includes(word), `${table}: ${word}`).toBe(false);
});

test("elsewhere they stand in the work of their own side alone", async () => {
  const dumped = await dump(["work", "release", "record", "search", "public"]);
  const told = [...dumped].filter(([, rows]) => rows.includes("quagga")).map(([table]) => table);
  expect(told.filter((table) => !table.startsWith("work."))).toEqual([]);
});

test("the side that acted opens its own entries, and finds in them what was committed to", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const { items } = await readLog(counsel, { limit: 100 });
  const bodies: Record<string, unknown>[] = [];
  for (const { own } of items) {
    if (!own) continue;
    const commitment = bytes(own.commitment, "hex");
    const whom = { purpose: SEALED_DETAIL, matter: world.matter, side: "plaintiff", epoch: own.epoch };
    const secret = await open(key, whom, commitment, bytes(own.box, "base64"));
    expect(await commit(secret)).toEqual(commitment);
    bodies.push(JSON.parse(secret.body));
  }
  expect(bodies).toContainEqual(expect.objectContaining({ query: "quaggaquery", filters: { models: ["quaggamodel"] } }));
  expect(bodies).toContainEqual({ code: "quaggacode", note: "quagganote" });
  expect(bodies).toContainEqual(expect.objectContaining({ name: "quaggaset", query: "quaggaquestion" }));
});

test("nobody else is handed the box, and where a side has no key there is none", async () => {
  const others = [await world.actor("monitor"), await world.actor("defense counsel"), await world.actor("plaintiff expert")];
  for (const actor of others) expect((await readLog(actor, { limit: 200 })).items.filter(({ own }) => own)).toEqual([]);
  const { rows } = await world.admin.query(
    `SELECT e.side::text, count(*)::int AS sealed, count(d.box)::int AS boxes FROM audit.entry e LEFT JOIN audit.detail d ON d.entry_id = e.id
     WHERE e.commitment IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  expect(rows).toEqual([
    { side: "defense", sealed: 2, boxes: 0 },
    { side: "plaintiff", sealed: 9, boxes: 9 },
  ]);
});

test("what is sealed after a new epoch began is sealed to the new key", async () => {
  const newKey = await giveSideKey(world, "plaintiff", 2);
  const counsel = await world.actor("plaintiff counsel");
  await countConversations(counsel, { q: "later" });
  const { own } = (await readLog(counsel, { limit: 1, action: ["conversation:count"] })).items[0] ?? {};
  const whom = { purpose: SEALED_DETAIL, matter: world.matter, side: "plaintiff", epoch: 2 };
  const box = bytes(own?.box ?? "", "base64");
  const commitment = bytes(own?.commitment ?? "", "hex");
  expect(own?.epoch).toBe(2);
  await expect(open(key, whom, commitment, box)).rejects.toThrow();
  expect(JSON.parse((await open(newKey, whom, commitment, box)).body)).toMatchObject({ query: "later" });
});

test("the server's statements and its log are given no question: parameters are neither shown nor written down", async () => {
  const { rows } = await world.admin.query("SELECT unnest(rolconfig) AS setting FROM pg_roles WHERE rolname = 'rr_app'");
  const settings = rows.map(({ setting }) => setting);
  for (const setting of ["log_error_verbosity=terse", "log_parameter_max_length=0", "log_parameter_max_length_on_error=0"])
    expect(settings).toContain(setting);
});

function bytes(text: string, encoding: "hex" | "base64") {
  return Uint8Array.from(Buffer.from(text, encoding));
}

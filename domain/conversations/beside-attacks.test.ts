// What a hostile reviewer, or a record laid out to be hostile, would get past 0054: each of these was tried.
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { viewSource } from "./view-source";

const small = "[small class not shown]";
const moment = "[moment not shown]";
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

let world: World;
let volumes = 0;
beforeAll(async () => {
  world = await newWorld();
  await amendSettings(world, { metadataMinimum: 5 });
});
afterAll(() => world.close());

type Metadata = Record<string, unknown> | null;
async function deliver(all: readonly Metadata[]) {
  volumes++;
  await world.volume(all.map((metadata) => talk(["okapi", "none"], { metadata })));
  return volumes;
}
const id = (volume: number, i: number) => `T${volume}-${String(i + 1).padStart(9, "0")}`;
const beside = async (volume: number, i: number) =>
  (await viewSource(await world.actor("plaintiff expert"), { id: id(volume, i) })).metadata;
const keysOf = (value: unknown) => Object.keys(value as object);

test("where nothing came along nothing is hidden", async () => {
  const volume = await deliver(times(6, (i) => (i === 0 ? null : { all: 1 })));
  expect(await beside(volume, 0)).toBeNull();
});

test("what is hidden over all volumes of a matter is no small class, wherever its parts were delivered", async () => {
  const one = await deliver([...times(10, () => ({ land: "Chad" })), ...times(14, () => ({ land: "Togo" }))]);
  const two = await deliver([
    ...times(2, () => ({ land: "Chad" })),
    ...times(3, () => ({ land: "Nauru" })),
    ...times(20, () => ({ land: "Peru" })),
  ]);
  expect(await beside(two, 2)).toEqual({ land: small });
  // Three of Nauru and twelve of Chad: with the others gone they would be the three.
  const shown = [await beside(one, 0), await beside(two, 0)];
  expect(shown).toEqual([{ land: small }, { land: small }]);
  expect([await beside(one, 10), await beside(two, 5)]).toEqual([{ land: "Togo" }, { land: "Peru" }]);
});

test("what is hidden since it can be no class counts among what is hidden", async () => {
  const volume = await deliver([
    ...times(2, (i) => ({ remark: `${i}`.repeat(90) })),
    ...times(3, (i) => ({ remark: `once ${i}` })),
    ...times(9, () => ({ remark: "none" })),
    ...times(9, () => ({ mark: "none" })),
    { mark: "x".repeat(90) },
  ]);
  expect(await beside(volume, 5)).toEqual({ remark: "none" });
  expect(await beside(volume, 14)).toEqual({ mark: small });
});

test("that a moment stands in a field is a class of its own", async () => {
  const volume = await deliver(
    times(20, (i) => ({ deleted: i < 2 ? "2024-01-02T03:04:05Z" : null, made: "2024-01-02T03:04:05Z", rated: i < 8 ? 1700000000 : null })),
  );
  expect(await beside(volume, 0)).toEqual({ deleted: small, made: moment, rated: moment });
  expect(await beside(volume, 9)).toEqual({ deleted: small, made: moment, rated: null });
});

test("a list that few have something in looks like an empty one", async () => {
  const volume = await deliver(
    times(20, (i) => ({
      flags: i === 0 ? ["reported"] : [],
      tools: i < 9 ? ["web"] : [],
      sub: i === 3 ? { plan: 1 } : {},
      full: i === 0 ? [] : ["all"],
    })),
  );
  expect([await beside(volume, 0), await beside(volume, 3), await beside(volume, 12)].map((one) => JSON.stringify(one?.flags))).toEqual(
    times(3, () => JSON.stringify(small)),
  );
  expect((await beside(volume, 3))?.sub).toEqual((await beside(volume, 0))?.sub);
  // That few have nothing is no more than that a field is missing, and hides nothing of what the others have.
  expect([(await beside(volume, 0))?.full, (await beside(volume, 4))?.full]).toEqual([[], ["all"]]);
  expect([(await beside(volume, 0))?.tools, (await beside(volume, 12))?.tools]).toEqual([["web"], []]);
});

test("a key of the delivery cannot be taken for a mark, nor for a turn's number", async () => {
  const volume = await deliver(
    times(9, (i) =>
      i > 0
        ? { all: 1, "[small class not shown] 1": "Chad" }
        : {
            all: 1,
            "[moment not shown] Nauru": 2,
            in: { "[moment not shown] Nauru": 2, "2024-01-02T03:04:05Z": 1 },
            "[small class not shown] 1": "Chad",
            perTurn: { Nauru: { x: 1 } },
            zz: 1,
          },
    ),
  );
  const shown = await beside(volume, 0);
  expect(JSON.stringify(shown)).not.toContain("Nauru");
  expect(keysOf(shown)).toHaveLength(6);
});

test("two fields are never one, whatever their keys are made of", async () => {
  const volume = await deliver([
    ...times(3, () => ({ "a.b": "Nauru", all: 1 })),
    ...times(3, () => ({ a: { b: "Nauru" }, all: 1 })),
    ...times(5, () => ({ 'country\n"Tonga"': 1, all: 1 })),
    { country: "Tonga", 'country\n"Tonga"': 1, all: 1 },
    ...times(9, () => ({ country: "Peru", all: 1 })),
    ...times(9, () => ({ country: "Cuba", all: 1 })),
  ]);
  for (const i of [0, 3, 11]) expect(JSON.stringify(await beside(volume, i))).not.toMatch(/Nauru|"Tonga"\}|: ?"Tonga"/);
});

test("the number of a hidden field says nothing of where it stood", async () => {
  const volume = await deliver(
    times(9, (i) => ({ all: 1, mine: 2, ...(i === 0 && { zzzzzzzz: 1, a: 1 }), ...(i === 1 && { zzz: 1, zzzz: 2 }) })),
  );
  expect([keysOf(await beside(volume, 0)), keysOf(await beside(volume, 1))]).toEqual(
    times(2, () => ["all", "mine", `${small} 1`, `${small} 2`]),
  );
});

test("a record as deep as one may be is opened, and what stands there is hidden or shown like anything else", async () => {
  const deep = (n: number, end: unknown): unknown => (n === 0 ? end : n % 2 ? [deep(n - 1, end)] : { d: deep(n - 1, end) });
  const volume = await deliver(times(9, (i) => ({ deep: deep(197, i < 2 ? "few" : "many") })));
  const shown = JSON.stringify(await beside(volume, 5));
  expect(shown).toContain(small);
  expect(JSON.stringify(await beside(volume, 0))).not.toContain("few");
});

test("who it was is no class, however much they wrote; words, years and versions joined by dashes are", async () => {
  const volume = await deliver(
    times(9, () => ({
      user_id: 42,
      accountId: "x",
      ip: "192.0.2.1",
      from: "jane@doe.example",
      share: "4f9a1b2c-77d0-4e55",
      made_by: "text-davinci-002-render-sha",
      key: "4f9a1b2c77d04e55bb01",
    })),
  );
  expect(await beside(volume, 0)).toEqual({
    ...{ user_id: small, accountId: small, ip: small, from: small, key: small },
    ...{ share: "4f9a1b2c-77d0-4e55", made_by: "text-davinci-002-render-sha" },
  });
});

test("an object keyed by identifiers is read like a list", async () => {
  const volume = await deliver(times(9, (i) => ({ nodes: { [`aaa1${i}f00d`.repeat(4)]: { status: i < 2 ? "failed" : "done" } } })));
  expect(await beside(volume, 5)).toEqual({ nodes: { [`${small} 1`]: { status: small } } });
  const more = await deliver(
    times(9, (i) => ({
      knots: { [`aaa1${i}f00d`.repeat(4)]: { status: i < 1 ? "failed" : "done" }, [`aaa2${i}f00d`.repeat(4)]: { status: "done" } },
    })),
  );
  expect((await beside(more, 5))?.knots).toEqual({ [`${small} 1`]: { status: small }, [`${small} 2`]: { status: small } });
});

test("what somebody wrote is shown, whoever alone has such a field, and what their key may say is not", async () => {
  const volume = await deliver(
    times(9, (i) => ({
      all: 1,
      ...(i === 0 && { results: [{ title: "Quaggas", display_url: "https://a.example" }], nauru_content: "Words." }),
    })),
  );
  expect(await beside(volume, 0)).toEqual({
    ...{ all: 1, [`${small} 1`]: [{ title: "Quaggas", [`${small} 1`]: "https://a.example" }] },
    [`${small} 2`]: "Words.",
  });
});

test("what is masked stays masked where its class is large, and what is hidden stays hidden where something is masked", async () => {
  const volume = await deliver(times(9, (i) => ({ all: 1, by: "Jane", soil: i < 2 ? "clay" : "sand", title: "Dear Jane", Jane: 1 })));
  const { rows } = await world.admin.query(
    `INSERT INTO record.span (docno, turn, first, length, type, tier, score, rule, label)
     SELECT c.docno, p.turn, strpos(p.said, 'Jane') - 1, 4, 'PERSON', 1, 1, 'test', '[PERSON_1]' FROM record.volume v JOIN record.conversation c ON c.docno = v.first_docno
     CROSS JOIN LATERAL record.pieces_beside(c.docno) p WHERE v.name = $1 AND strpos(p.said, 'Jane') > 0 RETURNING turn`,
    [`Volume ${volume}`],
  );
  expect(rows).toHaveLength(3);
  expect(await beside(volume, 0)).toEqual({ all: 1, by: small, soil: small, title: "Dear [PERSON_1]", [`${small} 1`]: small });
  expect(await beside(volume, 8)).toEqual({ all: 1, by: "Jane", soil: small, title: "Dear Jane", Jane: 1 });
});

test("a file is not named where those that are hidden in its volume would be few", async () => {
  const { rows } = await world.admin.query(
    "INSERT INTO record.volume (matter_id, name, control_prefix, tier, disclosure) VALUES ($1, 'Files', 'F', 2, 'complete') RETURNING id",
    [world.matter],
  );
  await world.admin.query(
    `INSERT INTO record.delivery (volume_id, file, file_sha256, format, bytes, state, records, stored)
     SELECT $1, f, sha256(f::bytea), 'messages', 0, 'read', n, n FROM (VALUES ('two', 2), ('seven', 7), ('nine', 9)) x(f, n)`,
    [rows[0].id],
  );
  const told = await world.admin.query("SELECT record.file_told(id, 5) AS told FROM record.delivery WHERE volume_id = $1 ORDER BY stored", [
    rows[0].id,
  ]);
  expect(told.rows.map((row) => row.told)).toEqual([small, small, "nine"]);
});

test("of whatever stands in a field, over several volumes, no kind of thing is seen that fewer have than the order allows", async () => {
  let run = 0;
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      "a",
      "b",
      true,
      null,
      1,
      "x".repeat(90),
      "2024-01-02T03:04:05Z",
      [],
      {},
      [1],
      [2, "a"],
      { one: 1 },
      { one: "b" },
    ),
    fc.constant<unknown>("a"),
  );
  const volume = fc.array(value, { minLength: 3, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(fc.array(volume, { minLength: 1, maxLength: 3 }), fc.integer({ min: 2, max: 6 }), async (all, least) => {
      const root = `run${run++}`;
      const first = volumes + 1;
      for (const some of all) await deliver(some.map((one) => ({ [root]: one })));
      if (all.flat().length < least) return;
      await amendSettings(world, { metadataMinimum: least });
      const { rows } = await world.admin.query(
        `SELECT record.shown_beside(2::smallint, true, c.docno)->'metadata'->$1 AS shown FROM record.conversation c JOIN record.volume v ON v.id = c.volume_id
         WHERE v.name = ANY ($2)`,
        [root, all.map((_, i) => `Volume ${first + i}`)],
      );
      const seen = new Map<string, number>();
      for (const { shown } of rows) {
        const kind =
          typeof shown === "object" && shown !== null && Object.keys(shown).length > 0
            ? Array.isArray(shown)
              ? "list"
              : "object"
            : JSON.stringify(shown);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
      for (const [kind, size] of seen) if (!["[]", "{}"].includes(kind)) expect(size, kind).toBeGreaterThanOrEqual(least);
    }),
    { numRuns: 15 },
  );
}, 120_000);

test("a record with more than can be looked through while somebody waits is opened, and nothing of it is shown", async () => {
  const many = (n: number) => ({ usage: { all: Object.fromEntries(times(n, (i) => [`w${i}`, i])) } });
  const volume = await deliver([...times(5, () => many(10_000)), many(200_010), { list: [[times(300_000, () => 1)]] }]);
  const shown = (await beside(volume, 0)) as ReturnType<typeof many> | null;
  expect(keysOf(shown?.usage.all)).toHaveLength(10_000);
  for (const i of [5, 6]) expect(await beside(volume, i)).toEqual({ [`${small} 1`]: small });
}, 60_000);

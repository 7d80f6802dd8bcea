import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";

// Prisma's own comparison needs an engine from the network; this one reads the schema files.

const folder = path.resolve(import.meta.dirname, "schema");
const text = readdirSync(folder)
  .map((file) => readFileSync(path.join(folder, file), "utf8"))
  .join("\n");

type Block = { kind: string; name: string; lines: string[]; table: string; schema: string };
const blocks: Block[] = [...text.matchAll(/^(model|enum) (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, kind = "", name = "", body = ""]) => ({
  kind,
  name,
  lines: body
    .split("\n")
    .map((line) => line.replace(/\/\/.*/, "").trim())
    .filter((line) => line && !line.startsWith("@@")),
  table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
  schema: /@@schema\("(\w+)"\)/.exec(body)?.[1] ?? "public",
}));
const models = blocks.filter(({ kind }) => kind === "model");
const enums = blocks.filter(({ kind }) => kind === "enum");

const scalars: Record<string, string> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Json: "jsonb",
  Bytes: "bytea",
  Boolean: "boolean",
  "DateTime@Timestamptz": "timestamp with time zone",
  "String@Uuid": "uuid",
  "Int@SmallInt": "smallint",
};

type Column = { column: string; type: string; nullable: boolean };

function columnOf(line: string): Column | null {
  const [, name = "", base = "", mark = "", rest = ""] = /^(\w+)\s+(\w+)(\?|\[\])?(.*)$/.exec(line) ?? [];
  if (models.some((model) => model.name === base)) return null;
  const native = /@db\.(\w+)/.exec(rest)?.[1];
  const known = enums.find((one) => one.name === base);
  const type = known ? `${known.schema}.${known.table}` : (scalars[native ? `${base}@${native}` : base] ?? `unknown ${base} ${native}`);
  return { column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name, type: mark === "[]" ? `${type}[]` : type, nullable: mark === "?" };
}

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

test("there is something to compare", () => {
  expect(models.length).toBeGreaterThan(10);
  expect(enums.length).toBeGreaterThan(2);
});

test.each(models)(
  "$name is described as it is kept, and the web process may read every column that is described",
  async ({ schema, table, lines }) => {
    const { rows } = await world.admin.query(
      `SELECT attname AS column, format_type(atttypid, NULL) AS type, NOT attnotnull AS nullable, has_column_privilege('rr_app', attrelid, attnum, 'SELECT') AS readable
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [`${schema}.${table}`],
    );
    for (const described of lines.flatMap((line) => columnOf(line) ?? []))
      expect(rows, described.column).toContainEqual({ ...described, readable: true });
  },
);

test.each(enums)("the values of $name are those of the database, in its order", async ({ schema, table, lines }) => {
  const { rows } = await world.admin.query("SELECT enumlabel FROM pg_enum WHERE enumtypid = $1::regtype ORDER BY enumsortorder", [
    `${schema}.${table}`,
  ]);
  expect(rows.map(({ enumlabel }) => enumlabel)).toEqual(lines);
});

test.each(models)("what $name calls unique is unique", async ({ schema, table, lines }) => {
  const { rows } = await world.admin.query(
    `SELECT array_agg(attname::text ORDER BY attname) AS columns FROM pg_index i JOIN pg_attribute a ON a.attrelid = indrelid AND attnum = ANY (indkey)
     WHERE indrelid = $1::regclass AND indisunique AND indpred IS NULL GROUP BY indexrelid`,
    [`${schema}.${table}`],
  );
  const single = lines.filter((line) => /@(id|unique)\b/.test(line)).flatMap((line) => columnOf(line)?.column ?? []);
  for (const column of single) expect(rows).toContainEqual({ columns: [column] });
});

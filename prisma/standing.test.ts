import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, type World } from "@/prisma/testing/world";

// A migration is never edited, so what a function does today may be the last of six migrations that wrote it. These files are the answer:
// the database after all of them, read from its catalog. They are looked into, never run; `npx vitest run prisma/standing.test.ts -u` writes them.

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

const FUNCTIONS = `SELECT pg_get_functiondef(p.oid) AS definition FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = $1 AND p.prokind IN ('f', 'p') ORDER BY p.proname COLLATE "C", pg_get_function_identity_arguments(p.oid) COLLATE "C"`;
const POLICIES = `SELECT format('-- %s: %s, for %s to %s', tablename, policyname, lower(cmd), array_to_string(roles, ', ')) || E'\\n--   using ' || coalesce(qual, '(nothing)')
    || coalesce(E'\\n--   check ' || with_check, '') AS definition
  FROM pg_policies WHERE schemaname = $1 ORDER BY tablename COLLATE "C", policyname COLLATE "C"`;

test.each(["access", "api", "audit", "oversight", "record", "release", "search", "work"])(
  "what stands in schema %s is what is written down",
  async (schema) => {
    const read = async (sql: string) =>
      (await world.admin.query<{ definition: string }>(sql, [schema])).rows.map(({ definition }) => definition.trim());
    const functions = (await read(FUNCTIONS)).map((definition) => `${definition};`);
    const policies = await read(POLICIES);
    const head = `-- Schema ${schema} after all migrations. Written by prisma/standing.test.ts; changed by a new migration, never here.`;
    await expect(`${[head, ...functions, ...policies].join("\n\n")}\n`).toMatchFileSnapshot(`standing/${schema}.sql`);
  },
);

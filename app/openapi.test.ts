import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type * as z from "zod";
import { openApi } from "./openapi";
import { routes } from "./routes";

type Handler = { readonly schema?: z.ZodType; readonly created?: boolean };

test("the published description names every address there is, with the schema its handler checks, and no other", async () => {
  const found: { address: string; input: unknown; created: boolean }[] = [];
  for (const file of routeFiles()) {
    const at = `/${path.dirname(path.relative("app", file))}`.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
    const exported: Record<string, Handler> = await import(path.resolve(file));
    for (const [method, { schema, created = false }] of Object.entries(exported))
      found.push({ address: `${method} ${at}`, input: inputOf(schema), created });
  }
  const described = routes.map(({ method, path: at, input, created = false }) => ({
    address: `${method} ${at}`,
    input: inputOf(input),
    created,
  }));
  const byAddress = (a: { address: string }, b: { address: string }) => a.address.localeCompare(b.address);
  expect(described.sort(byAddress).map(({ address }) => address)).toEqual(found.sort(byAddress).map(({ address }) => address));
  for (const [i, { address, input, created }] of described.entries()) {
    expect(found[i]?.created, address).toBe(created);
    expect(found[i]?.input === input, `${address} describes another schema than it checks`).toBe(true);
  }
});

function routeFiles(): string[] {
  return readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => path.join("app/api", file));
}

// A handler that takes nothing has an empty schema of its own.
function inputOf(schema: z.ZodType | undefined) {
  return schema && "shape" in schema && Object.keys(schema.shape as object).length === 0 ? undefined : schema;
}

test("bodies and parameters are described as they are sent", () => {
  const { paths } = openApi() as { paths: Record<string, Record<string, Record<string, unknown>>> };
  expect(paths["/api/holds"]?.post).toMatchObject({
    requestBody: { content: { "application/json": { schema: { required: ["scope", "reason", "authority"] } } } },
    responses: { "201": {}, "4XX": {} },
  });
  expect(paths["/api/conversations/{id}/codes/{code}"]?.put?.parameters).toMatchObject([
    { name: "id", in: "path" },
    { name: "code", in: "path" },
  ]);
  expect(paths["/api/audit"]?.get?.parameters).toContainEqual(expect.objectContaining({ name: "outcome", in: "query", required: false }));
  expect(JSON.stringify(paths)).not.toContain("undefined");
});

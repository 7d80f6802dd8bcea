import * as z from "zod";
import { type ErrorCode, statusOf } from "@/lib/errors";
import type { Documented } from "./documented";
import { routes } from "./routes";

type Json = Record<string, unknown>;

const refusal = z.object({
  error: z.enum(Object.keys(statusOf) as ErrorCode[]),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** Every address under /api as OpenAPI 3.1, made from the very schemas that the handlers check requests with. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Reading Room",
      version: "1",
      description:
        "JSON in, JSON out; times in ISO 8601, UTC; ids are opaque. Lists answer { items, next } and go on with ?after=<next>. What does not exist and what one may not see answer alike.",
    },
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A personal token, rr_…: acts as its person and never has more rights." },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description: "The browser's session. What changes something also needs the Origin of the application.",
        },
      },
      responses: { Refusal: { description: "Refused or failed; nothing was changed.", content: json(refusal, "output") } },
    },
  };
}

function operation({ method, path, does, input, answer, open = false, created = false }: Documented): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
  const { properties = {}, required = [] } = input ? (schemaOf(input, "input") as { properties?: Json; required?: string[] }) : {};
  const rest = Object.keys(properties).filter((name) => !names.includes(name));
  const inBody = method === "POST" || method === "PUT";
  const parameters = [
    ...names.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? { type: "string" } })),
    ...(inBody ? [] : rest.map((name) => ({ name, in: "query", required: required.includes(name), schema: properties[name] }))),
  ];
  const body = { type: "object", properties: pick(properties, rest), required: required.filter((name) => rest.includes(name)) };
  return {
    summary: does,
    ...(open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(inBody && rest.length > 0 && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    // One of several shapes, each with fields of its own.
    ...(inBody && input && "options" in input && { requestBody: { required: true, content: json(input, "input") } }),
    responses: {
      [created ? "201" : "200"]: {
        description: does,
        content: typeof answer === "string" ? { [answer]: {} } : json(answer, "output"),
      },
      "4XX": { $ref: "#/components/responses/Refusal" },
      "503": { $ref: "#/components/responses/Refusal" },
    },
  };
}

function json(schema: z.ZodType, io: "input" | "output"): Json {
  return { "application/json": { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

function pick(from: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

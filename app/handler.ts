import * as z from "zod";
import { actorOf } from "@/app/actor";
import type { Actor } from "@/domain/access/permit";
import { env } from "@/lib/env";
import { DomainError, statusOf } from "@/lib/errors";
import { unexpected } from "@/lib/unexpected";

type Verb<Input, Output> = (actor: Actor, input: Input) => Promise<Output>;
type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * A route handler: who is calling, what was sent, one verb, one shape of answer. `created` answers 201. With `touch: false` being asked
 * is no activity of the person: what a page polls must not keep a session open that nobody sits at. `unconfirmed` answers before a second
 * factor was given; without it the address refuses. `bytes`: how much may be sent.
 */
export function handler<S extends z.ZodType, Output>(
  schema: S,
  verb: Verb<z.output<S>, Output>,
  { created = false, touch = true, unconfirmed = false, bytes = BODY_BYTES } = {},
) {
  const answer = async (request: Request, { params }: Context): Promise<Response> =>
    answering(request, async () => {
      refuseLure(request);
      const actor = { ...(await actorOf(request, touch, unconfirmed)), request: requestIdOf(request) };
      const input = check(schema, storable({ ...(await bodyOf(request, bytes)), ...(await params) }));
      const result = await verb(actor, input);
      if (result instanceof Response) return result;
      return Response.json(result ?? null, { status: created ? 201 : 200, headers: noStore });
    });
  // What the published description is compared with (app/openapi.test.ts).
  return Object.assign(answer, { schema, created });
}

const uuid = z.uuid("A request is named by a UUID.").optional();

// The caller's own name for what they ask: sent again after a broken connection, it is answered again and done once.
function requestIdOf({ headers }: Request): string | undefined {
  return check(uuid, headers.get("idempotency-key") ?? undefined);
}

const noStore = { "cache-control": "no-store" };

/** Runs `work` and turns what it throws into the one shape of error. Every address but the two of health is answered through here. */
export async function answering(request: Request, work: () => Promise<Response>): Promise<Response> {
  // Next answers HEAD by running GET; a look that shows nothing must not be logged as one. (run/front.mjs stops it before, for pages too.)
  if (request.method === "HEAD") return new Response(null, { status: 405, headers: { allow: "GET" } });
  try {
    refuseForeign(request);
    return await work();
  } catch (error) {
    const answer = error instanceof DomainError ? error : unexpected(error);
    const body = { error: answer.code, message: answer.message, ...(answer.details && { details: answer.details }) };
    return Response.json(body, { status: statusOf[answer.code], headers: noStore });
  }
}

// A state change with the cookie must come from this very origin; a token is not sent by browsers on its own and needs none.
function refuseForeign(request: Request) {
  if (request.method === "GET" || isByToken(request)) return;
  const site = request.headers.get("sec-fetch-site") ?? "same-origin"; // sent by every browser of the last years, and by no script
  if (request.headers.get("origin") !== new URL(env().NEXTAUTH_URL).origin || site !== "same-origin") throw foreign();
}

// A page elsewhere may lead a signed-in browser to an address, by a link or as a picture: the answer would show it nothing, and the log
// would hold a look that its person never took. What a person types or follows from a bookmark says "none".
function refuseLure(request: Request) {
  const site = request.headers.get("sec-fetch-site");
  if (!isByToken(request) && (site === "cross-site" || site === "same-site")) throw foreign();
}

const isByToken = (request: Request) => request.headers.get("authorization")?.startsWith("Bearer ") === true;
const foreign = () => new DomainError("refused", "This request did not come from the application itself.", { rule: "origin" });

// The database keeps neither U+0000 nor half of a surrogate pair: text that holds one is refused here, wherever it stands.
function storable(input: Record<string, unknown>): Record<string, unknown> {
  try {
    JSON.stringify(input, (key, value) => {
      if ([key, value].some((text) => typeof text === "string" && (text.includes("\u0000") || text !== text.toWellFormed())))
        throw new DomainError("invalid", "Text must be well-formed Unicode without U+0000.");
      return value;
    });
  } catch (error) {
    if (error instanceof RangeError) throw new DomainError("invalid", "The body is nested too deeply.");
    throw error;
  }
  return input;
}

/** Input by its schema, or `invalid` with each problem and where it is. */
export function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const input = schema.safeParse(value);
  if (input.success) return input.data;
  const problems = input.error.issues.map((issue) => ({ at: issue.path.join("."), message: issue.message }));
  throw new DomainError("invalid", problems.map(({ at, message }) => (at ? `${at}: ${message}` : message)).join(". "), { problems });
}

async function bodyOf(request: Request, bytes: number): Promise<Record<string, unknown>> {
  const query = queryOf(new URL(request.url).searchParams);
  if (request.method === "GET" || request.method === "DELETE") return query;
  const text = await textOf(request, bytes);
  if (!text.trim()) return query;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new DomainError("invalid", "The body is not JSON.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new DomainError("invalid", "The body must be a JSON object.");
  return { ...query, ...body };
}

/** No form and no script sends more than this to one address; deliveries come in by intake. */
const BODY_BYTES = 1_048_576;

// Read no further than the limit, whatever the length that was announced.
async function textOf(request: Request, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > most)
      throw new DomainError("too_large", `What was sent is larger than the ${Math.round(most / 1_048_576)} MB that this address takes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new DomainError("invalid", "The body is not UTF-8.");
  }
}

/** Search parameters as an object; what is given more than once becomes a list. */
function queryOf(params: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(params.keys())].map((key) => {
      const all = params.getAll(key);
      return [key, all.length > 1 ? all : (all[0] ?? "")];
    }),
  );
}

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import * as z from "zod";
import { codePointsOf } from "@/domain/masking/offsets";
import { DomainError } from "@/lib/errors";
import { resolved } from "./resolve";
import { type DetectContext, EntityType, type Span } from "./schema";

/** What an analyser answers, in Presidio's shape: offsets count code points. */
const Answer = z
  .array(
    z.object({ entity_type: z.string().max(60), start: z.int().nonnegative(), end: z.int().positive(), score: z.number().min(0).max(1) }),
  )
  .max(20_000);

/** A longer text is not sent, and a longer answer not read. */
const LONGEST_TEXT = 512 * 1024;
const LONGEST_ANSWER = 4 * 1024 * 1024;

const names: Readonly<Record<string, EntityType>> = {
  PRIVATE_PERSON: "PERSON",
  PRIVATE_ADDRESS: "ADDRESS",
  PRIVATE_EMAIL: "EMAIL_ADDRESS",
  PRIVATE_PHONE: "PHONE_NUMBER",
  PRIVATE_URL: "URL",
  PRIVATE_DATE: "DATE_TIME",
  SECRET: "SECRET",
  US_PASSPORT: "NATIONAL_ID",
  US_ITIN: "NATIONAL_ID",
  UK_NHS: "NATIONAL_ID",
  US_BANK_NUMBER: "ACCOUNT_NUMBER",
  ORG: "ORGANIZATION",
};

/** An analyser that the operator runs on this machine, as Presidio's or one over a model of their own. Nothing is sent anywhere else. */
export type Service = { readonly address: URL; readonly milliseconds: number };

/** The address of a service, checked: this machine's own, over HTTP, without a password in it. */
export function serviceAt(address: string, milliseconds = 5_000): Service {
  const url = URL.canParse(address) ? new URL(address) : null;
  const host = url?.hostname.replace(/^\[|\]$/g, "") ?? "";
  const loopback = isIP(host) !== 0 && ipaddr.parse(host).range() === "loopback";
  if (url?.protocol !== "http:" || !loopback || url.username || url.password)
    throw new DomainError(
      "invalid",
      "A service of one's own is asked on this machine alone, by its number, as http://127.0.0.1:5002/analyze.",
    );
  return { address: url, milliseconds };
}

/** What the service finds, as spans of the second tier: a model's word masks for monitors, a checksum alone for everyone. */
export async function askService({ address, milliseconds }: Service, text: string, language: string): Promise<Span[]> {
  if (text.length > LONGEST_TEXT) throw new DomainError("too_large", "The text is too long for the service.");
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, language }),
    redirect: "error",
    signal: AbortSignal.timeout(milliseconds),
  }).catch(() => {
    throw new DomainError("unavailable", "The service did not answer in time.");
  });
  if (!answer.ok) throw new DomainError("unavailable", `The service answered ${answer.status}.`);
  return spansOf(text, await bodyOf(answer));
}

async function bodyOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw new DomainError("unavailable", "The service answered more than is read.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The spans of an answer. One whose offsets lie outside of the text or whose class is unknown is not believed, nor is any other beside it. */
export function spansOf(text: string, body: string): Span[] {
  const parsed = Answer.safeParse(jsonOf(body));
  if (!parsed.success) throw new DomainError("unavailable", "The service's answer is not one.");
  const { toUnits, fromUnits } = codePointsOf(text);
  const length = fromUnits(text.length);
  const found = parsed.data.map(({ entity_type, start, end, score }): Span => {
    const known = EntityType.safeParse(names[entity_type.toUpperCase()] ?? entity_type);
    if (start >= end || end > length) throw new DomainError("unavailable", "The service names places outside of the text.");
    return {
      start: toUnits(start),
      end: toUnits(end),
      type: known.data ?? "NATIONAL_ID",
      score,
      tier: 2,
      rule: `service:${entity_type.toLowerCase()}`,
    };
  });
  return resolved(text, found, {});
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Own spans and a service's: where both speak of a place, the surer class stands. */
export function together(text: string, own: readonly Span[], service: readonly Span[], context: DetectContext = {}): Span[] {
  return resolved(text, [...own, ...service], context);
}

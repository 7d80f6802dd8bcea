import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import * as z from "zod";
import { codePointsOf } from "@/domain/masking/offsets";
import { DomainError } from "@/lib/errors";
import { resolved } from "./resolve";
import { EntityType, type Span } from "./schema";

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

/** What the service finds, as spans of the second tier: a model's word masks for whom the order names, a checksum alone for everyone. */
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
  return resolved(text, found);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** A text that is longer than one question is asked about in pieces, each of which ends at a blank where there is one. */
const PIECE = 100_000;

/** What the service finds in a text of any length. Throws DomainError (unavailable), and then nothing of the text is known. */
export async function askAboutAll(service: Service, text: string, language: string): Promise<Span[]> {
  const found: Span[] = [];
  for (let from = 0; from < text.length; ) {
    const to = endOfPiece(text, from);
    const spans = await askService(service, text.slice(from, to), language);
    found.push(...spans.map((span) => ({ ...span, start: span.start + from, end: span.end + from })));
    from = to;
  }
  return found;
}

function endOfPiece(text: string, from: number): number {
  if (text.length - from <= PIECE) return text.length;
  const blank = text.lastIndexOf(" ", from + PIECE);
  if (blank > from) return blank + 1;
  const end = from + PIECE;
  return /[\udc00-\udfff]/.test(text[end] ?? "") ? end - 1 : end;
}

/**
 * Own spans and a service's. What is certain stands as it is, and a service's word is kept beside it; between what either only has reasons for, the same rules
 * decide as everywhere; what merely looks like something gives way to both.
 */
export function together(text: string, own: readonly Span[], service: readonly Span[]): Span[] {
  const sure = own.filter(({ tier }) => tier < 2);
  const named = resolved(text, [...own.filter(({ tier }) => tier === 2), ...service.flatMap((span) => outside(text, span, sure))]);
  const likely = own.filter(({ tier, start, end }) => tier === 3 && !named.some((one) => one.start < end && one.end > start));
  return [...sure, ...named, ...likely].sort((a, b) => a.start - b.start);
}

// What of a span lies outside of others that are in order and do not overlap, where that says something.
function outside(text: string, span: Span, others: readonly Span[]): Span[] {
  const pieces: Span[] = [];
  let start = span.start;
  for (const other of others) {
    if (other.end <= start || other.start >= span.end) continue;
    pieces.push({ ...span, start, end: Math.max(start, other.start) });
    start = other.end;
  }
  pieces.push({ ...span, start: Math.min(start, span.end), end: span.end });
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(text.slice(piece.start, piece.end)));
}

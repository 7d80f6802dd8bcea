import ipaddr from "ipaddr.js";
import { parse } from "tldts";
import { isDigitCode, isSpace, isWordCode } from "@/domain/lexicon/tokens";
import type { Span } from "./schema";
import { before, span } from "./span";

const LOCAL = 64;
const DOMAIN = 253;
const ADDRESS = 2_048;

/** Endings of file names that are countries as well: without more around it, such a word is a file. */
const fileEndings = new Set(
  "md py rs sh pl so cc ps tf la ai cs ml mm vi ws st ac am as do is it in me to so at my zip mov java".split(" "),
);
const wellKnown = new Set("com org net edu gov mil int io co uk de fr es nl be ch eu us ca au info biz dev app".split(" "));

/** E-mail addresses, web addresses and domains, numbers of machines. Candidates are found by their punctuation, and then validated. */
export function findContacts(text: string): Span[] {
  return [...emails(text), ...webAddresses(text), ...dotted(text), ...colons(text)];
}

function emails(text: string): Span[] {
  const found: Span[] = [];
  let last = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > Math.max(last, at - LOCAL) && isLocal(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && end - at <= DOMAIN && isHost(text.charCodeAt(end))) end++;
    while (start < at && isDot(text.charCodeAt(start))) start++;
    while (end > at && !isWordCode(text.charCodeAt(end - 1))) end--;
    const domain = text.slice(at + 1, end);
    if (start === at || !isMailDomain(domain)) continue;
    // git@host:path is where code lies, not who wrote it.
    if (text.slice(start, at) === "git" && (text[end] === ":" || text[start - 1] === "/")) continue;
    found.push(span(start, end, "EMAIL_ADDRESS", 1, 1, "email"));
    last = end;
  }
  return found;
}

function isMailDomain(domain: string): boolean {
  const label = domain.slice(domain.lastIndexOf(".") + 1);
  if (!domain.includes(".") || domain.includes("..") || label.length < 2 || /\d/.test(label.replace(/^xn--.*/, ""))) return false;
  const known = parse(domain, { allowPrivateDomains: true });
  return known.hostname !== null && known.isIp === false && known.domain !== null;
}

function webAddresses(text: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
    let start = at;
    while (start > at - 12 && start > 0 && isSchemeCode(text.charCodeAt(start - 1))) start--;
    if (start === at) continue;
    const end = endOfAddress(text, at + 3);
    if (end < at + 5) continue;
    found.push(span(start, end, "URL", 3, 0.9, "url"));
    at = end - 3;
  }
  return found;
}

// Names with dots: domains, and addresses of machines. Every run of them is looked at once.
function dotted(text: string): Span[] {
  const found: Span[] = [];
  let last = 0;
  for (let at = text.indexOf("."); at >= 0; at = text.indexOf(".", Math.max(at + 1, last))) {
    if (at === 0 || !isAscii(text.charCodeAt(at - 1)) || !isAscii(text.charCodeAt(at + 1))) continue;
    let start = at;
    while (start > last && isHost(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isHost(text.charCodeAt(end))) end++;
    last = end;
    while (end > at && !isWordCode(text.charCodeAt(end - 1))) end--;
    while (start < at && !isWordCode(text.charCodeAt(start))) start++;
    if (end - start > DOMAIN) continue;
    const run = text.slice(start, end);
    const first = isDigitCode(text.charCodeAt(start)) ? address4(text, start, run) : null;
    if (first) found.push(first);
    else if (isDomain(text, start, run)) found.push(span(start, endOfAddress(text, end), "URL", 3, 0.7, "domain"));
  }
  return found;
}

function address4(text: string, start: number, run: string): Span | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(run)) return null;
  if (/(?:\bv|version|release|section|§)\.?\s*$/.test(before(text, start, 12))) return null;
  const own = ipaddr.IPv4.parse(run).range() === "unicast";
  return span(start, start + run.length, "IP_ADDRESS", own ? 1 : 3, own ? 1 : 0.6, own ? "ip" : "ip:not-routed");
}

function isDomain(text: string, start: number, run: string): boolean {
  if (text[start - 1] === "@" || text[start - 1] === "/" || text[start - 1] === "\\" || text[start + run.length] === "(") return false;
  const ending = run.slice(run.lastIndexOf(".") + 1).toLowerCase();
  if (ending.length < 2 || /^\d|_/.test(ending)) return false;
  const www = /^www\./i.test(run);
  if (!www && (fileEndings.has(ending) || !wellKnown.has(ending))) return false;
  // "sentence.In" and "e.g.The": a domain that people write has no capital in the middle of it.
  if (!www && /\.[A-Z][a-z]/.test(run)) return false;
  const known = parse(run);
  return known.isIcann === true && known.domain !== null && (www || (known.domainWithoutSuffix ?? "").length > 1);
}

// Addresses of the sixth version: colons between groups of hexadecimal digits.
function colons(text: string): Span[] {
  const found: Span[] = [];
  let last = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", Math.max(at + 1, last))) {
    if (!isHex(text.charCodeAt(at + 1)) && text[at + 1] !== ":") continue;
    let start = at;
    while (start > last && isAddress6(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isAddress6(text.charCodeAt(end))) end++;
    last = end;
    while (end > at && text[end - 1] === ".") end--;
    if (end - start > 45 || isWordCode(text.charCodeAt(start - 1)) || isWordCode(text.charCodeAt(end))) continue;
    const run = text.slice(start, end);
    if (!/\d/.test(run) || run.split(":").length < 3 || !ipaddr.IPv6.isValid(run)) continue;
    const own = ipaddr.IPv6.parse(run).range() === "unicast";
    found.push(span(start, end, "IP_ADDRESS", own ? 1 : 3, own ? 1 : 0.6, own ? "ip" : "ip:not-routed"));
  }
  return found;
}

// What follows a host: port, path, query. Closing punctuation belongs to the sentence.
function endOfAddress(text: string, from: number): number {
  let end = from;
  while (end < text.length && end - from < ADDRESS && isAddressCode(text.charCodeAt(end))) end++;
  while (end > from && ".,;:!?'\")]}*".includes(text[end - 1] ?? "")) {
    if (text[end - 1] === ")" && text.slice(from, end).includes("(")) break;
    end--;
  }
  return end;
}

const isDot = (code: number) => code === 0x2e || code === 0x2d;
const isAscii = (code: number) => isDigitCode(code) || ((code | 32) >= 97 && (code | 32) <= 122);
const isHex = (code: number) => isDigitCode(code) || ((code | 32) >= 97 && (code | 32) <= 102);
const isAddress6 = (code: number) => isHex(code) || code === 0x3a || code === 0x2e;
const isHost = (code: number) => isWordCode(code) || code === 0x2e || code === 0x2d;
const isLocal = (code: number) => isWordCode(code) || code === 0x2e || code === 0x2d || code === 0x5f || code === 0x2b || code === 0x25;
const isSchemeCode = (code: number) => isAscii(code) || code === 0x2b;
const isAddressCode = (code: number) => code > 0x20 && code !== 0x3c && code !== 0x3e && code !== 0x22 && code !== 0x60 && !isSpace(code);
